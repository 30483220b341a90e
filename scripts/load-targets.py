"""Loads every target of a fresh bundle in its trainer's own loader.

    python3 scripts/load-targets.py                  # makes a run, exports it, loads every target
    python3 scripts/load-targets.py --bundle folder  # loads a bundle that is there
    python3 scripts/load-targets.py --only trl,verl

Every trainer's package is installed with the part of its requirements that reads data, each in an
environment of its own above that of `scripts/transformers.sh`, in .venv-loaders/ (about 1.5 GB).
Every target is loaded as it is, and again with a field lost, with a word changed and with its
file cut short: each of these must be noticed. Ends with `N passed, N failed`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENVIRONMENTS = Path(os.environ.get("AGON_LOADERS", ROOT / ".venv-loaders"))
RUN = ["--quick", "--set", "rounds=2", "--set", "problemsPerRound=120", "--seed", "5"]
LOADER_SECONDS_MAX = 300  # the slowest takes 20 on two quiet cores

# What each loader needs above torch, transformers, TRL and datasets. The first list is installed as
# it is, without the parts of a trainer that want a GPU; the second with what it depends on.
LOADERS = {
    "trl": ([], []),
    "plain": ([], []),
    "verl": (
        ["verl==0.9.1"],
        [
            "transformers==5.9.0",
            "ray==2.55.0",
            "tensordict==0.10.0",
            "hydra-core==1.3.2",
            "codetiming",
            "pillow",
            "pylatexenc",
        ],
    ),
    "openrlhf": (["openrlhf==0.11.2"], []),
    "llama_factory": (
        ["llamafactory==0.9.5"],
        [
            "transformers==5.6.0",
            "datasets==4.0.0",
            "trl==0.24.0",
            "peft==0.18.1",
            "accelerate==1.11.0",
            "omegaconf",
            "sentencepiece",
            "tiktoken",
            "pillow",
        ],
    ),
    "axolotl": (
        ["axolotl==0.19.0", "axolotl-contribs-lgpl==0.0.7", "axolotl-contribs-mit==0.0.6"],
        [
            "transformers==5.16.1",
            "datasets==4.8.4",
            "trl==1.9.0",
            "peft==0.20.0",
            "pydantic==2.12.5",
            "numba",
            "addict",
            "fire",
            "python-dotenv",
            "colorama",
            "posthog",
            "requests",
            "art",
            "fastcore",
            "pillow",
        ],
    ),
    "verifiers": ([], ["verifiers==0.4.0"]),
    "verifiers_v0": ([], ["verifiers==0.1.14"]),
}


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--bundle", type=Path, help="a bundle of every target, instead of a new one")
    words.add_argument("--only", default=",".join(LOADERS), help="loaders, with commas")
    chosen = words.parse_args()
    names = chosen.only.split(",")
    unknown = set(names) - set(LOADERS)
    if unknown:
        sys.exit(f"there is no loader {', '.join(sorted(unknown))}; known: {', '.join(LOADERS)}")
    base = Path(output(["bash", str(HERE / "transformers.sh"), "env"]))
    pythons = {name: python_of(name, base) for name in names}
    with tempfile.TemporaryDirectory(prefix="agon-loaders-") as home:
        if chosen.bundle is None:
            bundle = made(Path(home))
            serving = ["--runs", f"{home}/runs", "--run", "loaded"]
        else:
            bundle, serving = chosen.bundle.resolve(), []
        passed, failed = loaded(bundle, pythons, serving)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def made(home):
    """A small run of the embedded learner, and every target of it as a bundle."""
    agon("run", *RUN, "--runs", f"{home}/runs", "--name", "loaded", "--no-report")
    known = output(["node", "bin/agon.js", "export", "--help"]).split("\nTargets:\n")[1]
    targets = [line.split()[0] for line in known.split("\n\n")[0].split("\n")]
    out = agon(
        "export",
        "loaded",
        "--runs",
        f"{home}/runs",
        "--target",
        ",".join(targets),
        "--out",
        f"{home}/out",
    )
    return Path(out.splitlines()[-1])


def loaded(bundle, pythons, serving):
    """Passed and failed checks of all loaders, and whether the bundle came through unchanged."""
    passed, failed = 0, 0
    targets = set(json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["targets"])
    with reward_server(serving) as address:
        for name, python in pythons.items():
            environment = {
                **os.environ,
                "AGON_REWARD_URL": address,
                "AGON_JUDGE_BY": "problem" if serving else "key",
                "CUDA_VISIBLE_DEVICES": "",
            }
            begun = time.monotonic()
            found = ended(
                [python, str(HERE / "loaders" / f"{name}_rows.py"), str(bundle)], environment
            )
            lines = found.stdout.splitlines()
            print("\n".join(line for line in lines if line.startswith(("ok ", "FAILED "))))
            tally = tally_in(lines)
            if tally is None or tally["failed"] > 0:
                print(found.stderr[-4_000:], file=sys.stderr)
            passed += tally["passed"] if tally else 0
            failed += tally["failed"] if tally else 1
            targets -= set(tally["targets"]) if tally else set()
            print(f"        {name}: {time.monotonic() - begun:.0f} s\n", flush=True)
    if set(pythons) == set(LOADERS):
        passed, failed = counted(passed, failed, not targets, f"no loader for {sorted(targets)}")
    audited = subprocess.run(
        ["node", "bin/agon.js", "audit", str(bundle)], cwd=ROOT, capture_output=True
    )
    return counted(passed, failed, audited.returncode == 0, "the bundle is not what it was")


def ended(command, environment):
    """What a loader said; one that has no end is stopped, and its tally is missing then."""
    settings = {"env": environment, "capture_output": True, "text": True}
    try:
        return subprocess.run(command, timeout=LOADER_SECONDS_MAX, **settings)
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode(errors="replace")
        words = f"FAILED  no end after {LOADER_SECONDS_MAX} s"
        return subprocess.CompletedProcess(command, 124, f"{said}\n{words}", words)


def counted(passed, failed, holds, fault):
    if not holds:
        print(f"FAILED  {fault}")
    return (passed + 1, failed) if holds else (passed, failed + 1)


def tally_in(lines):
    """The last line of a loader, where it came so far."""
    try:
        return json.loads(lines[-1])
    except (IndexError, ValueError):
        return None


class reward_server:
    """`agon serve` on a free port, for the reward functions that lie in the bundle."""

    def __init__(self, words):
        self.words = [
            "node",
            "bin/agon.js",
            "serve",
            "--port",
            "0",
            "--workers",
            "1",
            "--json",
            *words,
        ]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if line == "":
            sys.exit("agon serve did not start")
        return json.loads(line)["url"]

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)


def python_of(name, base):
    """The interpreter of a loader's environment, installed where it is not there yet."""
    alone, whole = LOADERS[name]
    if not alone and not whole:
        return str(base / "bin" / "python")
    home = ENVIRONMENTS / name
    stamp = home / "installed.json"
    wanted = json.dumps([str(base), alone, whole])
    if stamp.exists() and stamp.read_text() == wanted:
        return str(home / "bin" / "python")
    print(f"installing {', '.join(alone or whole)} into {home}", file=sys.stderr)
    begun = time.monotonic()
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=True)
    [packages] = home.glob("lib/python*/site-packages")
    [beneath] = base.glob("lib/python*/site-packages")
    (packages / "beneath.pth").write_text(f"{beneath}\n")  # its own packages come first
    pip = [
        str(home / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--disable-pip-version-check",
    ]
    for words in ([*whole], ["--no-deps", *alone] if alone else []):
        if words:
            installed([*pip, *words])
    stamp.write_text(wanted)
    print(f"installed in {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return str(home / "bin" / "python")


def installed(command):
    """What training needs is missing on purpose, and pip says so: it is heard if it fails."""
    found = subprocess.run(command, capture_output=True, text=True)
    if found.returncode != 0:
        sys.exit(f"{found.stderr[-2_000:]}\n{' '.join(command)} ended with {found.returncode}")


def agon(*words):
    return output(["node", "bin/agon.js", *words])


def output(command):
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {found.returncode}")
    return found.stdout.strip()


if __name__ == "__main__":
    main()
