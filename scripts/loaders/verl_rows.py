"""verl: its own data sets, its configuration with our overrides, and its call of our reward."""

import asyncio
import tempfile
from contextlib import chdir
from pathlib import Path

import verl
from bundle import (
    byte_tokenizer,
    chat_text,
    check_all,
    expect,
    expect_each,
    said,
)
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.utils.dataset.multiturn_sft_dataset import MultiTurnSFTDataset
from verl.utils.dataset.rl_dataset import RLHFDataset, collate_fn

CONFIG = str(Path(verl.__file__).parent / "trainer" / "config")
TOKENIZER = byte_tokenizer()
SCHEMA = {
    "data_source": "string",
    "prompt": "list<element: struct<role: string, content: string>>",
    "ability": "string",
    "reward_model": "struct<style: string, ground_truth: string>",
    "extra_info": (
        "struct<split: string, index: int64, problem: string, skill: string, level: int64>"
    ),
}


def configured(folder, name):
    """verl's configuration with the bundle's overrides: a word that verl does not know raises."""
    overrides = (folder / "overrides.txt").read_text(encoding="utf-8").split("\n")[:-1]
    with initialize_config_dir(CONFIG, version_base=None):
        return compose(config_name=name, overrides=overrides)


def rl(folder, rows):
    config = configured(folder, "ppo_trainer")
    files = {"train": config.data.train_files, "validation": config.data.get("val_files")}
    with chdir(folder), tempfile.TemporaryDirectory() as cache:
        OmegaConf.update(config.data, "cache_dir", cache, force_add=True)
        for split, of in rows.items():
            expect_fields(Path(files[split]))
            data = RLHFDataset(files[split], TOKENIZER, config.data)
            made = [data[at] for at in range(len(data))]
            expect_each(
                [row["raw_prompt"] for row in made], [row["prompt"] for row in of], "prompt"
            )
            for field in ("data_source", "reward_model", "extra_info", "ability"):
                expect_each([row[field] for row in made], [row[field] for row in of], field)
            expect_each([row["index"] for row in made], list(range(len(of))), "index")
            expect(len(collate_fn(made)["raw_prompt"]), len(of), "rows of a batch")
        return f"RLHFDataset read {said(rows)}; {scored(config, rows)}"


def expect_fields(path):
    """The types that verl's documentation names, as pyarrow reads them from the file."""
    from pyarrow.parquet import read_schema

    found = {field.name: str(field.type).replace(" not null", "") for field in read_schema(path)}
    expect(found, SCHEMA, "columns")


def scored(config, rows):
    """The reward function as verl finds and calls it: keys earn 1, other answers 0."""
    score = get_custom_reward_fn(config)
    of = [row for split in rows.values() for row in split]

    def ask(row, answer):
        return score(
            data_source=row["data_source"],
            solution_str=answer,
            ground_truth=row["reward_model"]["ground_truth"],
            extra_info={**row["extra_info"], "num_turns": None, "rollout_reward_scores": {}},
        )

    async def ask_all(mark):
        calls = [
            asyncio.to_thread(ask, row, row["reward_model"]["ground_truth"] + mark) for row in of
        ]
        return [one["score"] for one in await asyncio.gather(*calls)]

    expect_each(asyncio.run(ask_all("")), [1.0] * len(of), "reward of a key")
    expect_each(asyncio.run(ask_all("1")), [0.0] * len(of), "reward of a wrong answer")
    return f"its custom_reward_function gave {len(of)} keys 1 and as many wrong answers 0"


def sft(folder, rows):
    config = configured(folder, "sft_trainer_engine")
    files = {"train": config.data.train_files, "validation": config.data.val_files}
    settings = OmegaConf.merge(config.data, {"pad_mode": "no_padding", "max_length": 4096})
    with chdir(folder):
        for split, of in rows.items():
            data = MultiTurnSFTDataset([files[split]], TOKENIZER, settings)
            made = [data[at] for at in range(len(data))]
            texts = [TOKENIZER.decode(row["input_ids"]) for row in made]
            expect_each(texts, [chat_text(row["messages"]) for row in of], "tokens")
            learnt = [TOKENIZER.decode(row["input_ids"][row["loss_mask"].bool()]) for row in made]
            wanted = [f"{row['messages'][-1]['content']}<|end|>" for row in of]
            expect_each(learnt, wanted, "tokens with a loss")
    return f"MultiTurnSFTDataset read {said(rows)}, with a loss on replies alone"


if __name__ == "__main__":
    check_all({"verl": rl, "verl-sft": sft})
