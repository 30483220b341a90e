"""axolotl: its own schema for the YAML beside the rows, and its own preparation by it."""

import os
import tempfile
from contextlib import chdir

os.environ.setdefault("AXOLOTL_DO_NOT_TRACK", "1")
os.environ.setdefault("AXOLOTL_IS_PREPROCESS", "1")  # rows alone, no plan of steps
os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

import yaml  # noqa: E402
from axolotl.utils.data import rl as preferences  # noqa: E402
from axolotl.utils.data import sft as conversations  # noqa: E402
from axolotl.utils.dict import DictDefault  # noqa: E402
from axolotl.utils.schemas.config import AxolotlInputConfig  # noqa: E402
from bundle import byte_tokenizer, chat_text, check_all, expect, expect_each, said, tiny_model  # noqa: E402

TOKENIZER = byte_tokenizer()
# What it has prepared is looked at here and kept by nobody.
preferences.save_preprocessed_dataset = conversations.save_preprocessed_dataset = lambda *_: None
# What a user adds to the fragment: a model, and how long to train it.
OWN = {
    "sequence_len": 4096,
    "micro_batch_size": 1,
    "gradient_accumulation_steps": 1,
    "num_epochs": 1,
    "learning_rate": 1e-4,
    "chat_template": "tokenizer_default",
    "dataset_num_proc": 1,
}


def prepared(folder, **more):
    fragment = yaml.safe_load((folder / "axolotl.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as home:
        TOKENIZER.save_pretrained(home)
        tiny_model(TOKENIZER).config.save_pretrained(home)
        places = {
            "base_model": home,
            "tokenizer_config": home,
            "output_dir": f"{home}/out",
            "dataset_prepared_path": f"{home}/prepared",
        }
        written = {**OWN, **fragment, **places, **more}
        config = DictDefault(AxolotlInputConfig(**written).model_dump(exclude_none=True))
        with chdir(folder):
            if fragment.get("rl"):
                made = preferences.prepare_preference_datasets(config, TOKENIZER)
            else:
                made = conversations.prepare_datasets(config, TOKENIZER)
            return {"train": list(made[0]), "validation": list(made[1] or [])}


def words(tokens):
    return TOKENIZER.decode([token for token in tokens if token >= 0])


def sft(folder, rows):
    made = prepared(folder)
    for split, of in rows.items():
        wanted = [chat_text(row["messages"]) for row in of]
        expect_each(
            sorted(words(row["input_ids"]) for row in made[split]), sorted(wanted), "tokens"
        )
        learnt = [f"{row['messages'][-1]['content']}<|end|>" for row in of]
        found = sorted(words(row["labels"]) for row in made[split])
        expect_each(found, sorted(learnt), "tokens with a loss")
    return f"prepare_datasets made {said(rows)}, with a loss on replies alone"


def fields(made, rows, read, wanted):
    for split, of in rows.items():
        expect_each(sorted(map(read, made[split])), sorted(map(wanted, of)), "row")


def dpo(folder, rows):
    fields(
        prepared(folder),
        rows,
        lambda row: (row["prompt"], row["chosen"], row["rejected"]),
        lambda row: (
            chat_text(row["messages"], generate=True),
            f"{row['chosen']['content']}<|end|>",
            f"{row['rejected']['content']}<|end|>",
        ),
    )
    return f"prepare_preference_datasets made {said(rows)}"


def kto(folder, rows):
    read = lambda row: (row["prompt"], row["completion"], row["label"])  # noqa: E731
    fields(prepared(folder), rows, read, read)
    return f"prepare_preference_datasets made {said(rows)}"


def grpo(folder, rows):
    read = lambda row: (chat_text(row["prompt"]), row["solution"], row["problem"])  # noqa: E731
    fields(prepared(folder), rows, read, read)
    names = yaml.safe_load((folder / "axolotl.yaml").read_text(encoding="utf-8"))["trl"]
    expect(names["reward_funcs"], ["agon_reward.agon_reward"], "the reward's dotted name")
    expect((folder / "agon_reward.py").exists(), True, "its file")
    return f"prepare_preference_datasets made {said(rows)}"


def prm(folder, rows):
    made = prepared(folder, num_labels=2)
    for split, of in rows.items():
        wanted = [row["prompt"] + row["completions"][0] for row in of]
        found = [words(row["input_ids"]).replace("\n", "") for row in made[split]]
        expect_each(sorted(found), sorted(text.replace("\n", "") for text in wanted), "tokens")
        labels = sorted(max(row["labels"]) for row in made[split])
        expect_each(labels, sorted(int(row["labels"][0]) for row in of), "label")
    return f"prepare_datasets made {said(rows)}, one step each"


if __name__ == "__main__":
    check_all(
        {
            "axolotl": sft,
            "axolotl-dpo": dpo,
            "axolotl-kto": kto,
            "axolotl-grpo": grpo,
            "axolotl-prm": prm,
        }
    )
