"""OpenRLHF: its own data sets, made from the flags that lie beside the rows."""

import ast
import importlib.util
import sys
import tempfile
import types
from contextlib import chdir
from pathlib import Path

import datasets
from bundle import byte_tokenizer, chat_text, check_all, expect, expect_each, said

# Its package of utilities begins with DeepSpeed, which wants a GPU's compiler. The data sets need
# one plain function of it, so the package is entered without its first file.
HOME = Path(importlib.util.find_spec("openrlhf").submodule_search_locations[0])
utilities = types.ModuleType("openrlhf.utils")
utilities.__path__ = [str(HOME / "utils")]
sys.modules["openrlhf.utils"] = utilities

from openrlhf.datasets import PromptDataset, RewardDataset, SFTDataset  # noqa: E402
from openrlhf.datasets.utils import blending_datasets  # noqa: E402

TOKENIZER = byte_tokenizer()
LENGTH = 4096


class Strategy:
    """What its data sets ask of the trainer around them: the flags, and who may print."""

    def __init__(self, flags):
        self.args = types.SimpleNamespace(
            data=types.SimpleNamespace(), eval=types.SimpleNamespace()
        )
        for name, value in flags.items():
            group, key = name.split(".")
            if hasattr(self.args, group):
                setattr(getattr(self.args, group), key, value)

    def is_rank_0(self):
        return False

    def print(self, *_):
        pass


def opened(folder, program, key):
    """The flags, each known to the trainer's own parser, and the rows that they lead to."""
    lines = (folder / "flags.txt").read_text(encoding="utf-8").split("\n")[:-1]
    flags = {}
    for line in lines:
        name, _, value = line.removeprefix("--").partition(" ")
        flags[name] = value or True
    known = flags_of(HOME / "cli" / program)
    expect(set(flags) - known, set(), f"flags that {program} does not know")
    files = {"train": flags[f"data.{key}"], "validation": flags.get("eval.dataset")}
    strategy = Strategy(flags)

    def read(split):
        with chdir(folder), tempfile.TemporaryDirectory() as cache:
            datasets.config.HF_DATASETS_CACHE = cache
            return blending_datasets(files[split], None, strategy, 42)

    return strategy, read


def flags_of(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.args[0].value.removeprefix("--")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "add_argument"
        and isinstance(node.args[0], ast.Constant)
    }


def rl(folder, rows):
    strategy, read = opened(folder, "train_ppo_ray.py", "prompt_dataset")
    for split, of in rows.items():
        made = PromptDataset(read(split), TOKENIZER, strategy)
        sources, prompts, labels, _ = made.collate_fn([made[at] for at in range(len(made))])
        expect_each(prompts, [chat_text(row["input"], generate=True) for row in of], "prompt")
        expect_each(labels, [row["label"] for row in of], "label")
        expect_each(sources, [row["datasource"] for row in of], "data source")
    return f"PromptDataset read {said(rows)}"


def sft(folder, rows):
    strategy, read = opened(folder, "train_sft.py", "dataset")
    for split, of in rows.items():
        made = SFTDataset(read(split), TOKENIZER, LENGTH, strategy, num_processors=None)
        found = [(made.prompts[at], made.responses[at]) for at in range(len(made))]
        expect_each(found, [(row["input"], row["output"]) for row in of], "prompt and response")
        texts = [TOKENIZER.decode(made[at][0][0]) for at in range(len(made))]
        wanted = [f"{row['input']}{row['output']} <|end|>" for row in of]
        expect_each(texts, wanted, "tokens")
    return f"SFTDataset read {said(rows)}"


def dpo(folder, rows):
    strategy, read = opened(folder, "train_dpo.py", "dataset")
    for split, of in rows.items():
        made = RewardDataset(
            read(split), TOKENIZER, LENGTH, strategy, is_dpo=True, num_processors=None
        )
        for place, field in ((0, "chosen"), (2, "rejected")):
            texts = [TOKENIZER.decode(made[at][place][0]) for at in range(len(made))]
            wanted = [f"{row['prompt']}{row[field]} <|end|>" for row in of]
            expect_each(texts, wanted, field)
    return f"RewardDataset read {said(rows)}"


if __name__ == "__main__":
    check_all({"openrlhf": rl, "openrlhf-sft": sft, "openrlhf-dpo": dpo})
