"""Job files as Agon writes them, for tests that start the programs themselves."""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "src" / "training" / "transformers"
TRAIN, SERVE = PROGRAMS / "train.py", PROGRAMS / "serve.py"
sys.path.insert(0, str(PROGRAMS))

SMALL = {"threads": 1, "device": "cpu", "tiny": {"layers": 2, "width": 32, "heads": 2}}
CONFIG = {"steps": 8, "batch": 8, "learningRate": 0.01, "learningRateEnd": 0.001}
CONFIG |= {"warmupSteps": 2, "weightDecay": 0.01, "gradientClip": 1, "seed": 7}


def sums(count):
    """Rows that a bundle could hold."""
    return [
        {"prompt": f"Compute {a} + {b}.", "completion": str(a + b), "problem": f"problem_{a:024x}"}
        for a in range(10, 10 + count)
        for b in [a * 7 % 90]
    ]


def write_job(home, verb, *, config=None, settings=None, rows=None, **fields):
    home = Path(home)
    home.mkdir(parents=True, exist_ok=True)
    job = {"version": 1, "verb": verb, "job": home.name, "model": "tiny", "form": "bare"}
    job |= {"method": "sft", "out": str(home / "out"), "work": str(home / "work")}
    job |= {"config": {**CONFIG, **(config or {})}, "settings": {**SMALL, **(settings or {})}}
    if rows is not None:
        data = home / "train.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        job["data"] = str(data)
    (home / "job.json").write_text(json.dumps({**job, **fields}), encoding="utf-8")
    return home


def begin(home):
    """The program in a process of its own."""
    argv = [sys.executable, str(TRAIN), str(home / "job.json")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(argv, cwd=home, text=True, **pipes)


def finish(home):
    """Runs a job to its end in this process: exit code, result, what it said."""
    import train

    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = train.run(home / "job.json")
    written = home / "result.json"
    result = json.loads(written.read_text()) if written.exists() else None
    return code, result, said.getvalue(), complained.getvalue()
