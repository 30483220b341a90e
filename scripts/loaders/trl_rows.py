"""TRL: every trainer prepares its own data, and GRPO takes a step with the bundle's reward."""

import importlib.util
import os
import tempfile

from bundle import (
    byte_tokenizer,
    chat_text,
    check_all,
    data_files,
    expect,
    expect_each,
    said,
    tiny_model,
)
from datasets import load_dataset
from trl import (
    DPOConfig,
    DPOTrainer,
    GRPOConfig,
    GRPOTrainer,
    KTOConfig,
    KTOTrainer,
    SFTConfig,
    SFTTrainer,
)

END = "<|end|>"
TOKENIZER = byte_tokenizer()
QUIET = {"report_to": [], "use_cpu": True, "disable_tqdm": True}


def loaded(folder):
    files = {path.stem: str(path) for path in data_files(folder)}
    with tempfile.TemporaryDirectory() as cache:
        return load_dataset("json", data_files=files, cache_dir=cache, keep_in_memory=True)


def prepared(folder, trainer, config, reference=False, **options):
    """The trainer as its user makes it; its data sets are what it has made of the files."""
    splits = loaded(folder)
    with tempfile.TemporaryDirectory() as out:
        made = trainer(
            model=tiny_model(TOKENIZER),
            **({"ref_model": tiny_model(TOKENIZER)} if reference else {}),
            args=config(output_dir=out, **QUIET, **options),
            train_dataset=splits["train"],
            eval_dataset=splits.get("validation"),
            processing_class=TOKENIZER,
        )
    return {"train": made.train_dataset, "validation": made.eval_dataset}


def words(tokens):
    return TOKENIZER.decode([token for token in tokens if token >= 0])


def prompt_text(prompt):
    return prompt if isinstance(prompt, str) else chat_text(prompt, generate=True)


def reply_text(reply):
    return f"{reply if isinstance(reply, str) else reply[0]['content']}{END}"


def sft(folder, rows):
    made = prepared(folder, SFTTrainer, SFTConfig, max_length=None)
    for split, of in rows.items():
        whole = [prompt_text(row["prompt"]) + reply_text(row["completion"]) for row in of]
        expect_each([words(row["input_ids"]) for row in made[split]], whole, "tokens")
        learnt = [reply_text(row["completion"]) for row in of]
        expect_each([words(row["labels"]) for row in made[split]], learnt, "tokens with a loss")
    return f"SFTTrainer prepared {said(rows)}, with a loss on completions alone"


def dpo(folder, rows):
    made = prepared(folder, DPOTrainer, DPOConfig, reference=True, max_length=None)
    for split, of in rows.items():
        for field in ("chosen", "rejected"):
            wanted = [reply_text(row[field]) for row in of]
            expect_each([words(row[f"{field}_ids"]) for row in made[split]], wanted, field)
        wanted = [prompt_text(row["prompt"]) for row in of]
        expect_each([words(row["prompt_ids"]) for row in made[split]], wanted, "prompt")
    return f"DPOTrainer prepared {said(rows)}"


def kto(folder, rows):
    made = prepared(folder, KTOTrainer, KTOConfig, reference=True)
    for split, of in rows.items():
        expect_each([row["label"] for row in made[split]], [row["label"] for row in of], "label")
        wanted = [prompt_text(row["prompt"]) + reply_text(row["completion"]) for row in of]
        found = [words(row["prompt_ids"] + row["completion_ids"]) for row in made[split]]
        expect_each(found, wanted, "tokens")
    return f"KTOTrainer prepared {said(rows)}"


async def rewards_of(reward, of, replies):
    return await reward(
        prompts=[row["prompt"] for row in of],
        completions=replies,
        solution=[row["solution"] for row in of],
        problem=[row["problem"] for row in of],
    )


def grpo(folder, rows):
    splits = loaded(folder)
    for split, of in rows.items():
        expect_each([dict(row) for row in splits[split]], of, "row")
    reward = module_at(folder / "agon_reward.py").agon_reward
    asked = []

    async def agon_reward(**columns):
        asked.append(columns)
        return await reward(**columns)

    with tempfile.TemporaryDirectory() as out:
        trainer = GRPOTrainer(
            model=tiny_model(TOKENIZER),
            reward_funcs=agon_reward,
            args=GRPOConfig(
                output_dir=out,
                per_device_train_batch_size=4,
                num_generations=4,
                max_completion_length=4,
                max_steps=1,
                save_strategy="no",
                **QUIET,
            ),
            train_dataset=splits["train"],
            processing_class=TOKENIZER,
        )
        trainer.train()
    keys = {row["problem"]: row["solution"] for row in rows["train"]}
    for columns in asked:
        wanted = [keys[problem] for problem in columns["problem"]]
        expect_each(columns["solution"], wanted, "solution in a step")
    expect(len(asked) > 0, True, "a step that asks for rewards")
    return f"GRPOTrainer took a step on {said(rows)}; {right_and_wrong(reward, rows)}"


def right_and_wrong(reward, rows):
    """The keys earn 1 and other answers 0, by the server that the reward function asks."""
    import asyncio

    of = [row for split in rows.values() for row in split]
    form = (lambda text: text) if isinstance(of[0]["prompt"], str) else in_chat
    right = asyncio.run(rewards_of(reward, of, [form(row["solution"]) for row in of]))
    expect_each(right, [1.0] * len(of), "reward of a key")
    wrong = asyncio.run(rewards_of(reward, of, [form(f"{row['solution']}1") for row in of]))
    expect_each(wrong, [0.0] * len(of), "reward of a wrong answer")
    return f"agon_reward gave {len(of)} keys 1 and as many wrong answers 0"


def in_chat(text):
    return [{"role": "assistant", "content": text}]


def module_at(path):
    spec = importlib.util.spec_from_file_location(f"{path.stem}_{os.urandom(4).hex()}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    check_all(
        {
            "trl-sft": sft,
            "trl-sft-chat": sft,
            "trl-dpo": dpo,
            "trl-dpo-chat": dpo,
            "trl-kto": kto,
            "trl-kto-chat": kto,
            "trl-grpo": grpo,
            "trl-grpo-chat": grpo,
        }
    )
