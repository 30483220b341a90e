"""TRL's trainers, set up as a job wants them."""

import importlib.util
import math
import os
import re
import shutil
from pathlib import Path

import datasets
import torch
import transformers
from torch.optim.lr_scheduler import LambdaLR
from transformers import PrinterCallback, TrainerCallback
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from checkpoint import dtype_of, load_model
from job import JobError, Progress
from rows import refuse_long

WHOLE = "whole"  # marks a partial checkpoint that was written to its end
LOSS_STEPS = 20  # the reported loss is the mean of the last so many steps


def straight(kind, config):
    """A trainer whose rate rises in a line for the warm-up, then goes in a line to its end."""

    class Straight(kind):
        def create_scheduler(self, num_training_steps, optimizer=None):
            ratio, warmup = config.learningRateEnd / config.learningRate, config.warmupSteps
            span = num_training_steps - 1 - warmup

            def factor(step):
                if step < warmup:
                    return (step + 1) / warmup
                return 1 + (ratio - 1) * min(1, (step - warmup) / span if span > 0 else 0)

            self.lr_scheduler = LambdaLR(optimizer or self.optimizer, factor)
            return self.lr_scheduler

    return Straight


def prepare(job, rows, tokenizer, stop):
    quieten()
    on_cpu = device_of(job) == "cpu"
    if threads := job.setting("threads", 0):
        torch.set_num_threads(threads)
    if on_cpu:
        torch.use_deterministic_algorithms(True, warn_only=True)
    is_sft = job.method == "sft"
    kind, trainer = (SFTConfig, SFTTrainer) if is_sft else (GRPOConfig, GRPOTrainer)
    # GRPOTrainer counts its tokens itself.
    counted = {"include_num_input_tokens_seen": "non_padding", "max_length": None}
    own = counted if is_sft else grpo_arguments(job)
    # Small steps vanish in bfloat16 weights; those that LoRA leaves alone may be as they are stored.
    is_whole = on_cpu or job.settings.get("lora") is None
    dtype = dtype_of(job.setting("dtype", "float32" if is_whole else "auto"))
    model = load_model(job.base, dtype)
    refuse_long(job, rows, tokenizer, model)
    try:
        arguments = kind(**{**shared_arguments(job, on_cpu), **own, **job.setting("trl", {})})
    except (TypeError, ValueError) as error:
        raise JobError(f"TRL refuses settings.trl or config: {error}") from error
    made = straight(trainer, job.config)(
        model=model,
        args=arguments,
        train_dataset=datasets.Dataset.from_list(rows),
        processing_class=tokenizer,
        peft_config=lora_of(job),
        callbacks=[Told(job, stop)],
        **({} if is_sft else {"reward_funcs": reward_of(job)}),
    )
    made.remove_callback(PrinterCallback)
    return made


def quieten():
    datasets.disable_progress_bars()
    transformers.utils.logging.disable_progress_bar()


def device_of(job):
    device = job.setting("device", "auto")
    if device not in ("auto", "cpu", "cuda"):
        raise JobError(f"settings.device is {device!r}; it is one of auto, cpu, cuda")
    if device == "cuda" and not torch.cuda.is_available():
        raise JobError("settings.device is 'cuda', and torch sees no GPU; use 'cpu' or 'auto'")
    return "cpu" if device == "cpu" or not torch.cuda.is_available() else "cuda"


def shared_arguments(job, on_cpu):
    config = job.config
    micro = job.setting("microBatch", config.batch)
    if config.batch % micro != 0:
        raise JobError(f"batch {config.batch} is no multiple of settings.microBatch {micro}")
    return {
        "output_dir": str(job.work / "trainer"),
        "max_steps": config.steps,
        "per_device_train_batch_size": micro,
        "gradient_accumulation_steps": config.batch // micro,
        "learning_rate": config.learningRate,
        "weight_decay": config.weightDecay,
        "max_grad_norm": config.gradientClip,
        "seed": config.seed,
        "data_seed": config.seed,
        "use_cpu": on_cpu,
        "bf16": not on_cpu,
        "activation_checkpointing": job.setting("activationCheckpointing", not on_cpu),
        "logging_steps": 1,
        "logging_nan_inf_filter": False,
        "save_strategy": "steps",
        "save_steps": job.setting("saveSteps", max(1, math.ceil(config.steps / 4))),
        "save_total_limit": 1,
        "report_to": "none",
        "disable_tqdm": True,
    }


def grpo_arguments(job):
    generations = job.setting("generations", 8)
    if job.config.batch % generations != 0:
        raise JobError(
            f"batch {job.config.batch} counts completions and is no multiple of "
            f"settings.generations {generations}, the completions of one prompt"
        )
    return {
        "num_generations": generations,
        "max_completion_length": job.setting("maxTokens", 64),
        "temperature": job.setting("temperature", 1.0),
    }


def lora_of(job):
    lora = job.setting("lora", None)
    if lora is None:
        return None
    from peft import LoraConfig

    if unknown := set(lora) - {"rank", "alpha", "dropout", "targets", "merge"}:
        raise JobError(f"settings.lora has no {', '.join(sorted(unknown))}")
    rank = lora.get("rank", 8)
    return LoraConfig(
        r=rank,
        lora_alpha=lora.get("alpha", 2 * rank),
        lora_dropout=lora.get("dropout", 0.0),
        target_modules=lora.get("targets", "all-linear"),
        task_type="CAUSAL_LM",
        base_model_name_or_path=job.base.name,
    )


def reward_of(job):
    """The shim that `agon serve --shim trl` prints, as it lies beside the job file."""
    path = job.home / "agon_reward.py"
    if not path.is_file() or not job.reward.get("url"):
        raise JobError(f"GRPO asks a reward server: reward.url and {path} are needed")
    os.environ["AGON_REWARD_URL"] = job.reward["url"]
    if job.reward.get("token"):
        os.environ["AGON_REWARD_TOKEN"] = job.reward["token"]
    spec = importlib.util.spec_from_file_location("agon_reward", path)
    shim = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shim)

    async def agon_reward(prompts, completions, log_metric=None, **columns):
        rewards = await shim.agon_reward(prompts, completions, **columns)
        if log_metric is not None:
            log_metric("undecided", sum(reward is None for reward in rewards) / len(rewards))
        return rewards

    return agon_reward


class Told(TrainerCallback):
    """Reports steps, marks partial checkpoints as whole, and ends early when told to."""

    def __init__(self, job, stop):
        self.progress, self.stop = Progress(job.config.steps), stop

    def on_log(self, args, state, control, logs=None, **_):
        if logs and "loss" in logs:
            if not math.isfinite(logs["loss"]):
                raise JobError(
                    f"the loss is {logs['loss']} at step {state.global_step}: lower learningRate"
                )
            self.progress.at(state.global_step, logs["loss"])

    def on_step_end(self, args, state, control, **_):
        if self.stop.asked:
            control.should_save = control.should_training_stop = True

    def on_save(self, args, state, control, **_):
        (Path(args.output_dir) / f"checkpoint-{state.global_step}" / WHOLE).touch()


def last_whole(work):
    """The partial checkpoint to go on from; what a kill left half written is removed."""
    found = {}
    for path in (work / "trainer").glob("checkpoint-*"):
        if (path / WHOLE).exists():
            found[int(re.search(r"\d+$", path.name)[0])] = str(path)
        else:
            shutil.rmtree(path)
    return found[max(found)] if found else None


def metrics_of(trainer):
    logged = [line for line in trainer.state.log_history if "loss" in line]
    last = logged[-LOSS_STEPS:]
    metrics = {"loss": sum(line["loss"] for line in last) / len(last)}
    for name in ("reward", "undecided", "completions/mean_length"):
        values = [line[name] for line in logged if name in line]
        if values:
            metrics[f"{name} first"] = sum(values[:LOSS_STEPS]) / len(values[:LOSS_STEPS])
            metrics[f"{name} last"] = sum(values[-LOSS_STEPS:]) / len(values[-LOSS_STEPS:])
    return metrics


def finished_model(job, trainer):
    """LoRA weights go into the model, unless the recipe wants them on their own."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    lora = job.setting("lora", None)
    if lora is None:
        return model
    if lora.get("merge", True):
        return model.merge_and_unload()
    model.peft_config["default"].base_model_name_or_path = job.base.name
    return model
