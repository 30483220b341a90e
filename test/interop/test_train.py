"""train.py on its own: real models, real TRL, small enough for seconds."""

import json
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from jobs import CONFIG, ROOT, begin, finish, sums, write_job


class Training(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.home = Path(cls.folder.name)
        code, cls.created, _, err = finish(write_job(cls.home / "base", "create"))
        assert code == 0, err
        cls.base = str(cls.home / "base" / "out")
        cls.plain = cls.train(cls.home / "plain")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def job(cls, home, **fields):
        return write_job(home, "train", **{"base": cls.base, "rows": sums(40), **fields})

    @classmethod
    def train(cls, home, **fields):
        code, result, out, err = finish(cls.job(home, **fields))
        assert code == 0, err
        return result, out

    def refused(self, name, **fields):
        code, result, _, err = finish(self.job(self.home / name, **fields))
        self.assertEqual((code, result), (1, None))
        return err

    def test_a_seed_makes_the_same_base_again(self):
        _, again, _, _ = finish(write_job(self.home / "again", "create"))
        _, other, _, _ = finish(write_job(self.home / "other", "create", config={"seed": 8}))
        self.assertEqual(again["checkpoint"], self.created["checkpoint"])
        self.assertNotEqual(other["checkpoint"], self.created["checkpoint"])

    def test_a_job_tells_its_steps_and_lowers_the_loss(self):
        result, out = self.plain
        told = [json.loads(line)["progress"] for line in out.splitlines() if "progress" in line]
        self.assertEqual(told[-1]["step"], CONFIG["steps"])
        self.assertLess(told[-1]["loss"], told[0]["loss"])
        self.assertEqual((result["steps"], result["rows"]), (CONFIG["steps"], 40))
        self.assertGreater(result["tokens"], 8 * 8 * 10)

    def test_the_hash_is_the_one_that_agon_computes(self):
        source = (ROOT / "src" / "training" / "checkpoint-folder.ts").as_uri()
        folders = [str(self.home / name / "out") for name in ("base", "plain")]
        code = (
            f"const {{ checkpointFiles, checkpointHash }} = await import({json.dumps(source)})\n"
            f"for (const folder of {json.dumps(folders)})\n"
            "  console.log(checkpointHash(await checkpointFiles(folder)))\n"
        )
        argv = ["node", "--input-type=module", "-e", code]
        printed = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(printed, [self.created["checkpoint"], self.plain[0]["checkpoint"]])

    def test_a_killed_job_goes_on_and_ends_with_the_same_weights(self):
        # Long enough that no machine is through with it before the signal comes.
        long = {"config": {"steps": 60}, "settings": {"saveSteps": 2}}
        whole, _ = self.train(self.home / "unbroken", **long)
        for name, kill in (("killed", signal.SIGKILL), ("stopped", signal.SIGTERM)):
            home = self.job(self.home / name, **long)
            process = begin(home)
            for line in process.stdout:
                if "progress" in line and json.loads(line)["progress"]["step"] >= 3:
                    break
            process.send_signal(kill)
            process.communicate(timeout=60)
            self.assertNotEqual(process.returncode, 0)
            self.assertFalse((home / "result.json").exists())
            self.assertNotEqual(list((home / "work" / "trainer").glob("checkpoint-*/whole")), [])
            code, result, _, err = finish(home)
            self.assertEqual(code, 0, err)
            for field in ("checkpoint", "steps", "rows", "tokens", "loss"):
                self.assertEqual(result[field], whole[field], f"{name}: {field}")

    def test_a_conversation_is_the_same_tokens_where_the_template_adds_nothing(self):
        chat, _ = self.train(self.home / "chat", form="chat")
        self.assertEqual(chat["checkpoint"], self.plain[0]["checkpoint"])
        put = lambda text: [{"role": "user", "content": text}]  # noqa: E731
        asked = [{**row, "prompt": put(row["prompt"])} for row in sums(40)]
        chat, _ = self.train(self.home / "messages", form="chat", rows=asked)
        self.assertEqual(chat["checkpoint"], self.plain[0]["checkpoint"])

    def test_lora_weights_are_merged_unless_asked_otherwise(self):
        merged, _ = self.train(self.home / "merged", settings={"lora": {"rank": 2}})
        names = {path.name for path in (self.home / "merged" / "out").iterdir()}
        self.assertIn("model.safetensors", names)
        self.assertNotIn("adapter_config.json", names)
        self.assertNotEqual(merged["checkpoint"], self.plain[0]["checkpoint"])

    def test_lora_weights_alone_find_their_base_beside_them(self):
        from checkpoint import load_model

        checkpoints = self.home / "checkpoints"
        base = checkpoints / self.created["checkpoint"]
        shutil.copytree(self.base, base)
        settings, adapter = {"lora": {"rank": 2, "merge": False}}, checkpoints / "adapter"
        self.train(self.home / "alone", settings=settings, base=str(base), out=str(adapter))
        self.assertTrue((adapter / "adapter_config.json").exists())
        self.assertNotIn(str(self.home), (adapter / "adapter_config.json").read_text())
        whole, alone = load_model(base, "float32"), load_model(adapter, "float32")
        same = [left.equal(right) for left, right in zip(whole.parameters(), alone.parameters())]
        self.assertIn(False, same)

    def test_what_cannot_be_honoured_is_refused_in_a_sentence(self):
        weighted = [{**row, "weight": -0.5} for row in sums(8)]
        self.assertIn("row 1 has weight -0.5", self.refused("weighted", rows=weighted))
        grpo = {"method": "grpo", "reward": {"url": "http://127.0.0.1:9", "token": None}}
        settings = {"generations": 5}
        self.assertIn("no multiple of", self.refused("groups", settings=settings, **grpo))
        self.assertIn("has no rows", self.refused("empty", rows=[]))
        long = [*sums(8), {"prompt": "1 + " * 70 + "1 = ?", "completion": "71"}]
        self.assertIn("row 9 has 287 tokens", self.refused("long", rows=long))
        self.assertIn("has no stepz", self.refused("setting", settings={"stepz": 1}))
        settings = {"trl": {"no_such_argument": 1}}
        self.assertIn("settings.trl", self.refused("unknown", settings=settings))


if __name__ == "__main__":
    unittest.main()
