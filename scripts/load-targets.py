"""Loads every target of a bundle that `agon export --target` wrote, the way its trainer would.

    python3 scripts/load-targets.py <bundle folder>

Checks row counts against the manifest, the fields of every row, and what lies beside them. Needs
only Python's standard library; reads the YAML too where PyYAML is at hand, and loads the rows with
`datasets` and `pyarrow` where those are.
"""

import importlib.util
import json
import sys
from pathlib import Path

CHAT = {"system", "user", "assistant"}


def is_text(value):
    return isinstance(value, str) and value != ""


def is_chat(value):
    return bool(value) and all(
        set(turn) == {"role", "content"} and turn["role"] in CHAT and isinstance(turn["content"], str)
        for turn in value
    )


def is_reply(value):
    return is_chat(value) and [turn["role"] for turn in value] == ["assistant"]


def is_turn(value):
    return is_reply([value])


def is_flag(value):
    return isinstance(value, bool)


def ends_with_reply(value):
    return is_chat(value) and value[-1]["role"] == "assistant"


def ends_with_user(value):
    return is_chat(value) and value[-1]["role"] == "user"


def is_prompt_object(value):
    return set(value) == {"messages"} and ends_with_user(value["messages"])


def is_json_object(value):
    return isinstance(json.loads(value), dict)


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_metadata(value):
    return is_text(value["source_dataset"]) and is_count(value["source_index"])


def is_pair_of_turns(value):
    return is_chat(value) and [turn["role"] for turn in value] == ["user", "assistant"]


PAIR = {"prompt": is_text, "completion": is_text}
PREFERENCE = {"prompt": is_text, "chosen": is_text, "rejected": is_text}
CONVERSATION = {"messages": ends_with_reply}
RANKED = {"messages": ends_with_user, "chosen": is_turn, "rejected": is_turn}

FIELDS = {
    "trl-sft": PAIR,
    "trl-sft-chat": {"prompt": ends_with_user, "completion": is_reply},
    "trl-dpo": PREFERENCE,
    "trl-dpo-chat": {"prompt": ends_with_user, "chosen": is_reply, "rejected": is_reply},
    "trl-kto": {**PAIR, "label": is_flag},
    "trl-kto-chat": {"prompt": ends_with_user, "completion": is_reply, "label": is_flag},
    "trl-grpo": {"prompt": is_text, "solution": is_text},
    "trl-grpo-chat": {"prompt": ends_with_user, "solution": is_text},
    "openrlhf": {"input": ends_with_user, "label": is_json_object, "datasource": is_text},
    "openrlhf-sft": {"input": is_text, "output": is_text},
    "openrlhf-dpo": PREFERENCE,
    "axolotl": CONVERSATION,
    "axolotl-dpo": RANKED,
    "llama-factory": CONVERSATION,
    "llama-factory-dpo": RANKED,
    "llama-factory-kto": {**CONVERSATION, "label": is_flag},
    "together": CONVERSATION,
    "together-dpo": {
        "input": is_prompt_object,
        "preferred_output": is_reply,
        "non_preferred_output": is_reply,
    },
    "fireworks": CONVERSATION,
    "bedrock": {"messages": is_pair_of_turns},
    "jsonl": {**PAIR, "skill": is_text, "level": is_count, "problem": is_text, "pair": is_text},
    "reasoning-gym": {"question": is_text, "answer": is_text, "metadata": is_metadata},
    "verifiers": {"question": is_text, "answer": is_text, "info": is_json_object},
}
OPTIONAL = {"bedrock": {"system": is_text}}


def main(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    total = 0
    for listed in manifest["files"]:
        if "split" in listed:
            rows = load(folder / listed["path"], listed["target"])
            assert len(rows) == listed["rows"], f"{listed['path']}: {len(rows)} rows"
            total += len(rows)
    for target in manifest["targets"]:
        check_companions(folder / "data" / target, target, manifest)
    used = ["json", *(name for name in ("yaml", "pyarrow", "datasets") if has(name))]
    print(f"{len(manifest['targets'])} targets, {total} rows loaded with {', '.join(used)}")


def load(path, target):
    with open(path, encoding="utf-8", newline="\n") as lines:
        rows = [json.loads(line) for line in lines]
    fields, optional = FIELDS[target], OPTIONAL.get(target, {})
    for at, row in enumerate(rows):
        unknown = set(row) - set(fields) - set(optional)
        assert not unknown, f"{path}:{at + 1} has {unknown}"
        for name, holds in fields.items():
            assert name in row and holds(row[name]), f"{path}:{at + 1} {name}"
        for name in optional.keys() & row.keys():
            assert optional[name](row[name]), f"{path}:{at + 1} {name}"
    if has("pyarrow"):
        from pyarrow import json as arrow

        table = arrow.read_json(path)
        assert table.num_rows == len(rows) and set(table.column_names) >= set(fields)
    if has("datasets"):
        from datasets import load_dataset

        loaded = load_dataset("json", data_files=str(path), split="train")
        assert len(loaded) == len(rows) and set(loaded.column_names) >= set(fields)
    return rows


def check_companions(folder, target, manifest):
    files = {Path(one["path"]).name for one in manifest["files"] if one.get("target") == target}
    if target.startswith("llama-factory"):
        entries = json.loads((folder / "dataset_info.json").read_text())
        for entry in entries.values():
            rows = load(folder / entry["file_name"], target)
            assert set(entry["columns"].values()) <= set(rows[0])
            assert entry["formatting"] == "sharegpt"
            assert entry.get("ranking", False) == target.endswith("-dpo")
    if target.startswith("axolotl") and has("yaml"):
        import yaml

        config = yaml.safe_load((folder / "axolotl.yaml").read_text())
        assert {Path(one["path"]).name for one in config["datasets"]} <= files
        assert config.get("rl") == ("dpo" if target.endswith("-dpo") else None)
    if target == "reasoning-gym":
        check_scores(folder)
    if target == "verifiers":
        for path in sorted(folder.rglob("*.py")):
            compile(path.read_text(encoding="utf-8"), str(path), "exec")
        import tomllib

        project = tomllib.loads((folder / "pyproject.toml").read_text())
        assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]) <= files


def check_scores(folder):
    """The generated dataset gives a key its point, and nothing to prose around it or to silence."""
    sys.dont_write_bytecode = True  # a bundle stays as it is
    sys.path.insert(0, str(folder))
    from agon_dataset import SPLITS, AgonDataset

    for split in SPLITS:
        entries = AgonDataset(split)
        assert len(entries) > 0 and list(entries) == list(AgonDataset(split))
        for entry in entries:
            key = entry["answer"]
            assert entries.score_answer(key, entry) == 1.0
            assert entries.score_answer(f"<answer> {key} </answer>", entry) == 1.0
            assert entries.score_answer(f"It may be {key} or not", entry) == 0.0
            assert entries.score_answer(None, entry) == 0.0


def has(name):
    return importlib.util.find_spec(name) is not None


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
