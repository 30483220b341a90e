"""Targets that no program here trains on: services that take uploads, and rows for anybody.

Their documented shapes are checked field by field; `datasets` and pyarrow read the files.
"""

import os
import sys
import tempfile

from bundle import check_all, data_files, expect, expect_each, read_rows, said
from datasets import load_dataset

ROLES = {"system", "user", "assistant"}


def is_text(value):
    return isinstance(value, str) and value != ""


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_chat(value):
    return bool(value) and all(
        set(turn) == {"role", "content"} and turn["role"] in ROLES and is_text(turn["content"])
        for turn in value
    )


def roles(value):
    return [turn["role"] for turn in value]


def ends_with_reply(value):
    return is_chat(value) and roles(value)[-1] == "assistant"


def is_reply(value):
    return is_chat(value) and roles(value) == ["assistant"]


def is_prompt(value):
    return (
        set(value) == {"messages"}
        and is_chat(value["messages"])
        and roles(value["messages"])[-1] == "user"
    )


def is_pair(value):
    return is_chat(value) and roles(value) == ["user", "assistant"]


PREFERRED = {"input": is_prompt, "preferred_output": is_reply, "non_preferred_output": is_reply}
PLAIN = {
    "prompt": is_text,
    "completion": is_text,
    "skill": is_text,
    "level": is_count,
    "problem": is_text,
    "pair": is_text,
}
FIELDS = {
    "together": {"messages": ends_with_reply},
    "together-dpo": PREFERRED,
    "fireworks": {"messages": ends_with_reply},
    "fireworks-dpo": PREFERRED,
    "bedrock": {"messages": is_pair},
    "jsonl": PLAIN,
    "parquet": PLAIN,
}
OPTIONAL = {"bedrock": {"system": is_text}}


def fields(name, folder, rows):
    """Every field that the documentation names and no other, and the rows as `datasets` has them."""
    required, optional = FIELDS[name], OPTIONAL.get(name, {})
    for path in data_files(folder):
        found = read_rows(path)
        for at, row in enumerate(found):
            expect(set(row) - set(required) - set(optional), set(), f"more keys in row {at}")
            for field, holds in {**required, **optional}.items():
                if field in required or field in row:
                    expect(holds(row.get(field) or ""), True, f"{field} of row {at}")
        form = "parquet" if path.suffix == ".parquet" else "json"
        with tempfile.TemporaryDirectory() as cache:
            loaded = load_dataset(
                form, data_files=str(path), split="train", cache_dir=cache, keep_in_memory=True
            )
        expect_each([bare(row) for row in loaded], rows[path.stem], "row")
    by_card(name, folder.parents[1], rows)
    return f"read {said(rows)}, with the documented fields and no others"


def by_card(name, bundle, rows):
    """As the card has it: the bundle by its folder, a target by its name."""
    card = bundle / "README.md"
    if not card.exists() or f"config_name: {name}\n" not in card.read_text(encoding="utf-8"):
        return  # a damaged copy lies alone, and Parquet beside JSON lines is not named
    with tempfile.TemporaryDirectory() as cache:
        loaded = load_dataset(str(bundle), name, cache_dir=cache, keep_in_memory=True)
    expect(sorted(loaded), sorted(rows), "splits by the card")
    for split, of in rows.items():
        expect_each([bare(row) for row in loaded[split]], of, f"{split} row by the card")


def bare(row):
    """`datasets` gives every row all columns of its file; what a row has not is None."""
    return {name: value for name, value in row.items() if value is not None}


def gym(folder, rows):
    """The generated data set: the same items every time, points for keys, none for prose."""
    sys.path.insert(0, str(folder))
    for name in ("agon_dataset", "agon_score"):
        sys.modules.pop(name, None)
    try:
        from agon_dataset import SPLITS, AgonDataset
    finally:
        sys.path.remove(str(folder))
    expect(list(rows), SPLITS, "splits")
    server = os.environ.pop("AGON_REWARD_URL", None)
    try:
        for split, of in rows.items():
            expect_each(list(AgonDataset(split)), of, "entry")
            expect_each(list(AgonDataset(split, seed=7)), of, "entry under another seed")
            expect(len(AgonDataset(split, size=2)), 2, "a size that was asked for")
            for entry in of:
                expect(set(entry), {"question", "answer", "metadata"}, "fields")
                expect(is_text(entry["metadata"]["source_dataset"]), True, "source_dataset")
            score(AgonDataset(split), of)
            if server is not None:
                os.environ["AGON_REWARD_URL"] = server
                score(AgonDataset(split), of)
                os.environ.pop("AGON_REWARD_URL")
    finally:
        if server is not None:
            os.environ["AGON_REWARD_URL"] = server
    how = "alone and by the server" if server else "alone"
    return f"AgonDataset has {said(rows)} and scores answers, {how}"


def score(entries, rows):
    for entry in rows:
        key = entry["answer"]
        expect(entries.score_answer(key, entry), 1.0, f"score of the key {key}")
        expect(entries.score_answer(f"<answer> {key} </answer>", entry), 1.0, "score in tags")
        expect(entries.score_answer(f"It may be {key} or not", entry), 0.0, "score of prose")
        expect(entries.score_answer(f"{key}1", entry), 0.0, "score of a wrong answer")
        expect(entries.score_answer(None, entry), 0.0, "score of silence")


if __name__ == "__main__":
    check_all(
        {
            **{
                name: (lambda name: lambda folder, rows: fields(name, folder, rows))(name)
                for name in FIELDS
            },
            "reasoning-gym": gym,
        }
    )
