"""LLaMA-Factory: `get_dataset` by the bundle's dataset_info.json, templates and labels included."""

import importlib.machinery
import json
import os
import sys
import tempfile
import types

# It imports an audio library for every data set. These rows are text, and no release of the library
# fits every torch, so a module of its name without anything in it stands there.
audio = types.ModuleType("torchaudio")
audio.__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
sys.modules["torchaudio"] = audio
os.environ["DISABLE_VERSION_CHECK"] = "1"  # it is only its reader that runs here

from bundle import byte_tokenizer, check_all, expect_each, said  # noqa: E402
from llamafactory.data import get_dataset, get_template_and_fix_tokenizer  # noqa: E402
from llamafactory.hparams import DataArguments, ModelArguments  # noqa: E402
from transformers import Seq2SeqTrainingArguments  # noqa: E402

STAGES = {"llama-factory": "sft", "llama-factory-dpo": "rm", "llama-factory-kto": "kto"}
TOKENIZER = byte_tokenizer()


def prepared(name, folder):
    info = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    named = {entry.rsplit("_", 1)[1]: entry for entry in info}
    data = DataArguments(
        template="default",
        dataset=named["train"],
        eval_dataset=named.get("validation"),
        dataset_dir=str(folder),
        cutoff_len=4096,
        overwrite_cache=True,
    )
    template = get_template_and_fix_tokenizer(TOKENIZER, data)
    model = ModelArguments(model_name_or_path="none")
    with tempfile.TemporaryDirectory() as out:
        training = Seq2SeqTrainingArguments(
            output_dir=out, report_to=[], use_cpu=True, log_level="error"
        )
        training.log_level = "error"
        made = get_dataset(template, model, data, training, STAGES[name], TOKENIZER)
    return {"train": made["train_dataset"], "validation": made.get("eval_dataset")}


def words(tokens):
    return TOKENIZER.decode([token for token in tokens if token >= 0])


def asked(messages):
    """What its `default` template makes of a prompt."""
    put = {"system": "System: {}<|end|>\n", "user": "Human: {}<|end|>\nAssistant:"}
    return "".join(put[one["role"]].format(one["content"]) for one in messages)


def replied(message):
    return f"{message['content']}<|end|>\n"


def conversation(name, folder, rows):
    made = prepared(name, folder)
    for split, of in rows.items():
        wanted = [asked(row["messages"][:-1]) + replied(row["messages"][-1]) for row in of]
        expect_each([words(row["input_ids"]) for row in made[split]], wanted, "tokens")
        learnt = [replied(row["messages"][-1]) for row in of]
        expect_each([words(row["labels"]) for row in made[split]], learnt, "tokens with a loss")
        if name.endswith("-kto"):
            wanted = [row["label"] for row in of]
            expect_each([row["kto_tags"] for row in made[split]], wanted, "label")
    return f"get_dataset prepared {said(rows)}"


def preference(name, folder, rows):
    made = prepared(name, folder)
    for split, of in rows.items():
        for field in ("chosen", "rejected"):
            wanted = [asked(row["messages"]) + replied(row[field]) for row in of]
            found = [words(row[f"{field}_input_ids"]) for row in made[split]]
            expect_each(found, wanted, field)
    return f"get_dataset prepared {said(rows)}"


if __name__ == "__main__":
    check_all(
        {
            name: (lambda name, load: lambda folder, rows: load(name, folder, rows))(
                name, preference if stage == "rm" else conversation
            )
            for name, stage in STAGES.items()
        }
    )
