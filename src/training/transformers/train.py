"""
Agon's training jobs on Hugging Face: `python train.py <job.json>`.

`create` writes the checkpoint that a run begins with; `train` spends one bundle on one, by TRL's
SFTTrainer or GRPOTrainer. Nothing is fetched unless AGON_ONLINE is set. A job's settings are
explained in docs/transformers.md, its other fields in docs/training.md.
"""

import os
import sys
import time

for name, value in {
    "HF_HUB_OFFLINE": "0" if os.environ.get("AGON_ONLINE") else "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRL_EXPERIMENTAL_SILENCE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "CUDA_VISIBLE_DEVICES": "0",  # one process trains on one GPU; a launcher sets its own
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
}.items():
    os.environ.setdefault(name, value)

from job import JobError, Stop, read_job, write_result  # noqa: E402


def main():
    if len(sys.argv) != 2:
        print("usage: python train.py <job.json>", file=sys.stderr)
        return 2
    return run(sys.argv[1])


def run(path):
    try:
        job = read_job(path)
        stop = Stop()
        write_result(job, create(job) if job.verb == "create" else train(job, stop))
    except JobError as error:
        print(f"job refused: {error}", file=sys.stderr)
        return 1
    return 0


def create(job):
    import tiny
    from checkpoint import save

    model, tokenizer = tiny.begin(job)
    written = save(model, tokenizer, job.out)
    metrics = {"parameters": model.num_parameters()}
    nothing = {"steps": 0, "rows": 0, "tokens": 0, "loss": 0}
    return {**nothing, "metrics": metrics, "checkpoint": written, "libraries": versions()}


def train(job, stop):
    import rows
    import trainers
    from checkpoint import load_tokenizer, save

    tokenizer = load_tokenizer(job.base)
    given = rows.read(job)
    trainer = trainers.prepare(job, given, tokenizer, stop)
    trainer.train(resume_from_checkpoint=trainers.last_whole(job.work))
    if stop.asked and trainer.state.global_step < job.config.steps:
        stop.leave()
    metrics = trainers.metrics_of(trainer)
    written = save(trainers.finished_model(job, trainer), tokenizer, job.out)
    return {
        "steps": trainer.state.global_step,
        "rows": len(given),
        "tokens": int(trainer.state.num_input_tokens_seen),
        "loss": metrics.pop("loss"),
        "metrics": {**metrics, "cpu seconds": round(time.process_time(), 1)},
        "checkpoint": written,
        "libraries": versions(),
    }


def versions():
    import peft
    import torch
    import transformers
    import trl

    libraries = (torch, transformers, trl, peft)
    return {library.__name__: library.__version__ for library in libraries}


if __name__ == "__main__":
    sys.exit(main())
