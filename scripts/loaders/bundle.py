"""What the loaders share: the rows of a bundle, damaged copies of them, and a tally.

A loader is a function of a folder `data/<target>` and of the rows that belong there. It reads the
folder the way its trainer does, compares, and says what it did; whatever is wrong it raises.
"""

import json
import os
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("WANDB_MODE", "disabled")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
sys.dont_write_bytecode = True  # a bundle stays as it is

CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
MARKS = ["<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]


def rows_of(folder):
    """The rows of each split, as JSON says or as Parquet does."""
    return {path.stem: read_rows(path) for path in data_files(folder)}


def data_files(folder):
    return [
        path
        for split in ("train", "validation")
        for path in (folder / f"{split}.jsonl", folder / f"{split}.parquet")
        if path.exists()
    ]


def read_rows(path):
    if path.suffix == ".parquet":
        from pyarrow.parquet import read_table

        return read_table(path).to_pylist()
    with open(path, encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def check_all(loaders):
    """Runs loaders by target name over the bundle that the command line names, and over damage."""
    bundle = Path(sys.argv[1]).resolve()
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    asked = sys.argv[2:] or list(loaders)
    tally = {"passed": 0, "failed": 0, "targets": asked}
    for name in asked:
        folder = bundle / "data" / name
        rows = rows_of(folder)
        counts = {
            one["split"]: one["rows"]
            for one in manifest["files"]
            if one.get("target") == name and "split" in one
        }
        found = {split: len(of) for split, of in rows.items()}
        count(tally, name, lambda: whole(found, counts, loaders[name], folder, rows))
        for damage in (field_lost, word_changed, cut_short):
            with tempfile.TemporaryDirectory() as home:
                copy = Path(home) / name
                shutil.copytree(folder, copy)
                damage(copy / data_files(copy)[0].name)
                count(
                    tally, f"{name}, {damage.__doc__}", lambda: stopped(loaders[name], copy, rows)
                )
    print(json.dumps(tally))
    sys.exit(1 if tally["failed"] else 0)


def count(tally, name, check):
    try:
        said = check()
        tally["passed"] += 1
        print(f"ok      {name}: {said}", flush=True)
    except Exception as error:
        tally["failed"] += 1
        print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()


def whole(found, counts, load, folder, rows):
    expect(found, counts, "rows by the manifest")
    return load(folder, rows)


def stopped(load, folder, rows):
    """A damaged folder must not load."""
    try:
        load(folder, rows)
    except (Exception, SystemExit) as error:
        return f"found ({type(error).__name__})"
    raise AssertionError("the damage was not found")


def field_lost(path):
    """a field lost"""
    rows = read_rows(path)
    rows[-1].pop(list(rows[-1])[-1])
    write_rows(path, rows)


def word_changed(path):
    """a word changed"""
    rows = read_rows(path)
    rows[-1] = changed(rows[-1])
    write_rows(path, rows)


def changed(value):
    """The last text or flag in a value, made another."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}!"
    if isinstance(value, list):
        return [*value[:-1], changed(value[-1])]
    if isinstance(value, dict):
        name = [
            key
            for key in value
            if not isinstance(value[key], (int, float)) or value[key] in (True, False)
        ][-1]
        return {**value, name: changed(value[name])}
    raise AssertionError(f"nothing to change in {value}")


def cut_short(path):
    """a file cut short"""
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])


def write_rows(path, rows):
    if path.suffix == ".parquet":
        import pyarrow
        from pyarrow.parquet import write_table

        write_table(pyarrow.Table.from_pylist(rows), path)
        return
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def expect(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what}: {short(found)}, wanted {short(wanted)}")


def expect_each(found, wanted, what):
    expect(len(found), len(wanted), f"{what}, how many")
    for at, (one, other) in enumerate(zip(found, wanted)):
        expect(one, other, f"{what} of row {at}")


def short(value):
    text = repr(value)
    return text if len(text) < 300 else f"{text[:300]}…"


def said(rows):
    return " and ".join(f"{len(of)} {split}" for split, of in rows.items()) + " rows"


def byte_tokenizer():
    """A tokenizer of bytes with a chat template, made here: no hub is asked for one."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE({letter: at for at, letter in enumerate(letters)}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens(MARKS)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token="<|pad|>",
        eos_token="<|end|>",
        model_max_length=4096,
        clean_up_tokenization_spaces=False,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    return tokenizer


def tiny_model(tokenizer):
    """A causal model of a few thousand random weights: the loaders want one, and never train it."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    return LlamaForCausalLM(config)


def chat_text(messages, generate=False):
    """What the template above makes of messages."""
    text = "".join(f"<|{one['role']}|>{one['content']}<|end|>" for one in messages)
    return text + ("<|assistant|>" if generate else "")
