"""A whole run with TRL and a served checkpoint: the command that the README names, shortened."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from jobs import ROOT

from checkpoint import checkpoint_hash

ROUNDS = 3
SHORTER = {
    "problemsPerRound": 300,
    "training.steps": 150,
    "suites.developmentPerLevel": 80,
    "suites.testPerLevel": 10,
}


PIPES = {"text": True, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def agon(*argv):
    """A command as a person gives it, with this Python first on the path."""
    bundled = ROOT / "node_modules" / ".bin"
    path = os.pathsep.join([str(Path(sys.executable).parent), str(bundled), os.environ["PATH"]])
    argv = ["node", str(ROOT / "bin" / "agon.js"), *argv, "--json"]
    done = subprocess.run(argv, cwd=ROOT, env={**os.environ, "PATH": path}, **PIPES)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, lines, done.stderr


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.where = ["--runs", cls.folder.name]
        settings = [word for key, value in SHORTER.items() for word in ("--set", f"{key}={value}")]
        argv = ["run", "runs/transformers.ts", "--name", "tried", "--rounds", str(ROUNDS)]
        code, cls.events, err = agon(*argv, *settings, *cls.where)
        assert code == 0, err
        cls.home = Path(cls.folder.name) / "tried"

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def of(self, kind):
        return [event for event in self.events if event.get("kind") == kind]

    def test_every_round_trained_by_a_job_whose_receipt_names_its_checkpoint(self):
        trained = self.of("round.trained")
        self.assertEqual([event["round"] for event in trained], list(range(1, ROUNDS + 1)))
        for event in trained:
            receipt = json.loads((self.home / "jobs" / event["job"] / "receipt.json").read_text())
            self.assertEqual(
                [receipt[name] for name in ("job", "bundle", "base", "checkpoint")],
                [event[name] for name in ("job", "bundle", "base", "checkpoint")],
            )

    def test_every_checkpoint_is_named_by_its_bytes(self):
        made = [event["checkpoint"] for event in self.of("round.trained")]
        for name in [self.of("base.created")[0]["checkpoint"], *made]:
            self.assertEqual(checkpoint_hash(self.home / "checkpoints" / name), name)

    def test_the_development_accuracy_rises_and_the_gate_promotes(self):
        rates = [e["rate"] for e in self.of("evaluated") if e["suite"] == "development"]
        shares = [rate["correct"] / rate["tried"] for rate in rates]
        self.assertEqual(len(shares), ROUNDS + 1)
        self.assertGreater(shares[1], shares[0] + 0.1)
        self.assertGreater(max(shares[2:]), shares[1])
        decided = self.of("round.decided")
        promoted = [event for event in decided if event["decision"] == "promoted"]
        self.assertIn(1, [event["round"] for event in promoted])
        for event in promoted:
            self.assertLessEqual(event["pValue"], 0.05)
        print(f"development {[f'{share:.3f}' for share in shares]},", end=" ")
        print([event["decision"] for event in decided])

    def test_grpo_is_paid_by_the_reward_server(self):
        changed = {
            "training.objective": "policy-gradient",
            "training.by.method": "grpo",
            "training.steps": 10,
        }
        settings = [word for key, value in changed.items() for word in ("--set", f"{key}={value}")]
        argv = ["fork", "tried", "--at", str(ROUNDS), "--rounds", str(ROUNDS + 1)]
        code, events, err = agon(*argv, "--name", "grpo", *settings, *self.where)
        self.assertEqual(code, 0, err)
        trained = [event for event in events if event.get("kind") == "round.trained"][-1]
        self.assertEqual((trained["round"], trained["steps"]), (ROUNDS + 1, 10))
        job = Path(self.folder.name) / "grpo" / "jobs" / trained["job"]
        metrics = json.loads((job / "receipt.json").read_text())["result"]["metrics"]
        self.assertEqual(metrics["undecided last"], 0)
        self.assertGreater(metrics["reward last"], 0)
        self.assertLessEqual(metrics["reward last"], 1)

    def test_the_audit_finds_nothing_and_the_replay_ends_with_the_same_head(self):
        code, audited, err = agon("audit", "tried", *self.where)
        self.assertEqual((code, audited[-1]["faults"]), (0, []), err)
        code, replayed, err = agon("replay", "tried", *self.where)
        self.assertEqual((code, replayed[-1]["head"]), (0, audited[-1]["head"]), err)


if __name__ == "__main__":
    unittest.main()
