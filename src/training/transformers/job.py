"""The job file, and what a program owes to whoever started it: progress, a result, an end."""

import json
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

VERSION = 1
PROGRESS_SECONDS = 0.5  # at most two lines of progress a second, whatever a step takes
SETTINGS = {"device", "dtype", "threads", "tiny", "lora", "microBatch", "saveSteps", "trl"}
SETTINGS |= {"activationCheckpointing", "generations", "maxTokens", "temperature"}
GRACE_SECONDS = 8  # a caller waits ten seconds after SIGTERM; a step may be longer


class JobError(Exception):
    """What is wrong with a job, in a sentence that says what to do."""


@dataclass(frozen=True)
class Config:
    """How a bundle is spent. Rates are per optimiser step."""

    steps: int
    batch: int
    learningRate: float
    learningRateEnd: float
    warmupSteps: int
    weightDecay: float
    gradientClip: float
    seed: int


@dataclass(frozen=True)
class Job:
    home: Path
    verb: str
    model: str
    base: Path | None
    data: Path | None
    form: str
    method: str
    reward: dict
    out: Path
    work: Path
    seed: int
    config: Config | None
    settings: dict

    def setting(self, name, default):
        """A free setting of the recipe; it has the kind of its default."""
        value = self.settings.get(name, default)
        kinds = (int, float) if isinstance(default, float) else type(default)
        if default is not None and not isinstance(value, kinds):
            raise JobError(f"settings.{name} is {value!r}; give it a {type(default).__name__}")
        return value


def read_job(path):
    try:
        with open(path, encoding="utf-8") as file:
            given = json.load(file)
    except (OSError, ValueError) as error:
        raise JobError(f"cannot read the job file {path}: {error}") from error
    if given.get("version") != VERSION:
        raise JobError(f"the job file has version {given.get('version')}; this reads {VERSION}")
    verb = one_of(given, "verb", ("create", "train"))
    is_training = verb == "train"
    settings = given.get("settings") or {}
    if unknown := sorted(set(settings) - SETTINGS):
        raise JobError(f"settings has no {', '.join(unknown)}; it has {', '.join(sorted(SETTINGS))}")
    config = given.get("config") or {}
    return Job(
        home=Path(path).resolve().parent,
        verb=verb,
        model=given.get("model", ""),
        base=folder(given, "base") if is_training else None,
        data=Path(needed(given, "data")) if is_training else None,
        form=one_of(given, "form", ("bare", "chat")),
        method=one_of(given, "method", ("sft", "grpo")),
        reward=given.get("reward") or {},
        out=Path(needed(given, "out")),
        work=Path(needed(given, "work")),
        seed=int(config.get("seed", given.get("seed", 0))),
        config=config_of(config) if is_training else None,
        settings=settings,
    )


def config_of(given):
    try:
        return Config(**{name: kind(given[name]) for name, kind in Config.__annotations__.items()})
    except (KeyError, TypeError, ValueError) as error:
        raise JobError(f"config lacks {error}: see docs/training.md for a job's fields") from error


def needed(given, name):
    if not given.get(name):
        raise JobError(f"the job file has no {name}")
    return given[name]


def one_of(given, name, choices):
    if given.get(name) not in choices:
        raise JobError(f"{name} is {given.get(name)!r}; it is one of {', '.join(choices)}")
    return given[name]


def folder(given, name):
    path = Path(needed(given, name))
    if not path.is_dir():
        raise JobError(f"{name} {path} is no folder")
    return path


def tell(**line):
    """One JSON line to whoever listens."""
    print(json.dumps(line), flush=True)


class Progress:
    """Tells of steps, not more often than somebody can read."""

    def __init__(self, steps):
        self.steps, self.told = steps, 0.0

    def at(self, step, loss):
        now = time.monotonic()
        if step >= self.steps or now - self.told >= PROGRESS_SECONDS:
            self.told = now
            tell(progress={"step": step, "steps": self.steps, "loss": loss})


class Stop:
    """SIGTERM ends the work after this step, or after the grace if the step takes too long."""

    def __init__(self):
        self.asked = False
        signal.signal(signal.SIGTERM, self.ask)
        signal.signal(signal.SIGINT, self.ask)

    def ask(self, *_):
        if not self.asked:
            self.asked = True
            late = threading.Timer(GRACE_SECONDS, lambda: os._exit(143))
            late.daemon = True
            late.start()

    def leave(self):
        """Called where nothing is half written: `work` lets the same job go on."""
        print("stopped; the same job file goes on from here", file=sys.stderr, flush=True)
        os._exit(143)


def write_result(job, result):
    """The last thing a job does: what has a result is whole."""
    part = job.home / "result.json.part"
    with open(part, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, job.home / "result.json")
