"""Checkpoints as folders in Hugging Face's layout, named by the hash of their files."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

BLOCK_BYTES = 1 << 20
ADAPTER = "adapter_config.json"  # where there is one, the folder holds LoRA weights only


def files_of(folder):
    """What counts of a folder, by its path in it; hidden and half-written files do not."""
    paths = (path.relative_to(folder) for path in Path(folder).rglob("*") if path.is_file())
    counted = (
        path.as_posix()
        for path in paths
        if not any(part.startswith(".") for part in path.parts) and path.suffix != ".part"
    )
    return sorted(counted, key=lambda path: path.encode("utf-16-be"))  # JavaScript's order


def checkpoint_hash(folder):
    """SHA-256 of the canonical JSON list of all files: their paths, sizes and SHA-256."""
    listed = []
    for path in files_of(folder):
        digest, size = hashlib.sha256(), 0
        with open(Path(folder) / path, "rb") as file:
            while block := file.read(BLOCK_BYTES):
                digest.update(block)
                size += len(block)
        listed.append({"bytes": size, "path": path, "sha256": digest.hexdigest()})
    text = json.dumps(listed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def load_tokenizer(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(folder, dtype):
    """
    The weights of a folder. LoRA weights are merged into their base, which is the checkpoint that
    lies beside them under the name they hold.
    """
    folder = Path(folder)
    if not (folder / ADAPTER).is_file():
        return AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    from peft import PeftModel

    adapter = json.loads((folder / ADAPTER).read_text(encoding="utf-8"))
    base = load_model(folder.parent / adapter["base_model_name_or_path"], dtype)
    return PeftModel.from_pretrained(base, folder).merge_and_unload()


def save(model, tokenizer, out):
    """Writes a checkpoint and returns its hash once the disk has it."""
    clear(out)
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    for path in files_of(out):
        with open(out / path, "rb") as file:
            os.fsync(file.fileno())
    return checkpoint_hash(out)


def clear(folder):
    """Empties a folder of what an earlier try has left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def dtype_of(name):
    kinds = {"float32": torch.float32, "float64": torch.float64, "bfloat16": torch.bfloat16}
    kinds |= {"float16": torch.float16, "auto": "auto"}
    if name not in kinds:
        raise ValueError(f"dtype is {name!r}; it is one of {', '.join(kinds)}")
    return kinds[name]
