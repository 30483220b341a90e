"""serve.py in a process of its own, asked over real HTTP."""

import http.client
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jobs import SERVE, finish, sums, write_job


class Serving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        home = Path(cls.folder.name)
        cls.checkpoints = home / "checkpoints"
        base = cls.keep(finish(write_job(home / "base", "create")), home / "base")
        fields = {"base": str(cls.checkpoints / base), "rows": sums(40), "config": {"steps": 30}}
        cls.model = cls.keep(finish(write_job(home / "job", "train", **fields)), home / "job")
        argv = [sys.executable, str(SERVE), "--checkpoints", str(cls.checkpoints)]
        cls.server = subprocess.Popen(
            [*argv, "--port", "0", "--threads", "1"], stdout=subprocess.PIPE, text=True
        )
        cls.port = int(json.loads(cls.server.stdout.readline())["listening"].rsplit(":", 1)[1])

    @classmethod
    def keep(cls, finished, home):
        code, result, _, err = finished
        assert code == 0, err
        shutil.copytree(home / "out", cls.checkpoints / result["checkpoint"])
        return result["checkpoint"]

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.server.wait()
        cls.server.stdout.close()
        cls.folder.cleanup()

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        text = body if isinstance(body, (str, type(None))) else json.dumps(body)
        connection.request(method, path, text, dict(headers))
        reply = connection.getresponse()
        said = reply.read().decode()
        connection.close()
        return reply.status, said

    def chat(self, prompt, **fields):
        messages = [{"role": "user", "content": prompt}]
        body = {"model": self.model, "messages": messages, "max_tokens": 6, **fields}
        return self.ask("POST", "/v1/chat/completions", body)

    def texts(self, prompt, **fields):
        status, said = self.chat(prompt, **fields)
        self.assertEqual(status, 200, said)
        choices = json.loads(said)["choices"]
        self.assertEqual([choice["index"] for choice in choices], list(range(len(choices))))
        return [choice["message"]["content"] for choice in choices]

    def test_a_checkpoint_is_listed_while_its_files_hash_to_its_name(self):
        status, said = self.ask("GET", f"/v1/models/{self.model}")
        self.assertEqual((status, json.loads(said)["sha256"]), (200, self.model))
        damaged = self.checkpoints / ("0" * 64)
        shutil.copytree(self.checkpoints / self.model, damaged)
        listed = json.loads(self.ask("GET", "/v1/models")[1])["data"]
        self.assertIn(self.model, [card["id"] for card in listed])
        self.assertNotIn(damaged.name, [card["id"] for card in listed])
        status, said = self.chat("Compute 1 + 1.", model=damaged.name)
        self.assertEqual((status, json.loads(said)["error"]["code"]), (404, "model_not_found"))

    def test_a_byte_that_changes_later_ends_the_listing(self):
        other = next(p for p in self.checkpoints.iterdir() if p.name not in (self.model, "0" * 64))
        self.assertEqual(self.ask("GET", f"/v1/models/{other.name}")[0], 200)
        weights = other / "model.safetensors"
        sound = weights.read_bytes()
        weights.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
        self.assertEqual(self.ask("GET", f"/v1/models/{other.name}")[0], 404)
        weights.write_bytes(sound)
        self.assertEqual(self.ask("GET", f"/v1/models/{other.name}")[0], 200)

    def test_a_seed_gives_the_same_samples_whatever_else_is_in_flight(self):
        def of(at):
            prompt, top_p = sums(40)[at]["prompt"], (1, 0.7)[at % 2]
            return self.texts(prompt, seed=at, n=4, temperature=1.2, top_p=top_p)

        alone = [of(at) for at in range(40)]
        with ThreadPoolExecutor(40) as crowd:
            self.assertEqual(list(crowd.map(of, range(40))), alone)
        self.assertGreater(len({text for texts in alone for text in texts}), 20)

    def test_samples_follow_the_temperature(self):
        greedy = self.texts("Compute 12 + 84.", temperature=0, n=3, seed=1)
        self.assertEqual(len(set(greedy)), 1)
        self.assertEqual(self.texts("Compute 12 + 84.", temperature=0, seed=2), greedy[:1])
        narrow = self.texts("Compute 12 + 84.", top_p=1e-9, n=3, seed=3)
        self.assertEqual(narrow, greedy)
        self.assertGreater(len(set(self.texts("Compute 12 + 84.", temperature=2, n=16, seed=4))), 4)

    def test_a_stream_says_what_a_reply_says(self):
        fields = {"seed": 5, "n": 3, "temperature": 1}
        whole = json.loads(self.chat("Compute 13 + 91.", **fields)[1])
        options = {"include_usage": True}
        _, said = self.chat("Compute 13 + 91.", **fields, stream=True, stream_options=options)
        lines = [line[6:] for line in said.split("\n\n") if line]
        self.assertEqual(lines.pop(), "[DONE]")
        chunks = [json.loads(line) for line in lines]
        self.assertEqual(chunks[-1]["usage"], whole["usage"])
        for choice in whole["choices"]:
            own = [c for k in chunks for c in k["choices"] if c["index"] == choice["index"]]
            text = "".join(part["delta"]["content"] for part in own)
            self.assertEqual(text, choice["message"]["content"])
            self.assertEqual(own[-1]["finish_reason"], choice["finish_reason"])

    def test_what_it_cannot_do_is_refused_in_the_protocols_shape(self):
        for fields, status in (
            ({"n": 65}, 400),
            ({"n": 0}, 400),
            ({"temperature": "hot"}, 400),
            ({"temperature": -1}, 400),
            ({"max_tokens": 256}, 400),
            ({"tools": []}, 400),
            ({"messages": []}, 400),
            ({"messages": [{"role": "user", "content": 1}]}, 400),
            ({"model": "../base"}, 404),
            ({"model": "f" * 64}, 404),
        ):
            found, said = self.chat("Compute 1 + 1.", **fields)
            self.assertEqual(found, status, fields)
            self.assertTrue(json.loads(said)["error"]["message"], fields)
        self.assertEqual(self.ask("POST", "/v1/chat/completions", "{not json")[0], 400)
        self.assertEqual(self.ask("POST", "/v1/completions", {})[0], 404)
        large = {"Content-Length": str(1 << 30)}
        self.assertEqual(self.ask("POST", "/v1/chat/completions", "", large.items())[0], 413)

    def test_pages_of_other_sites_are_not_answered(self):
        for headers in ({"Host": "elsewhere.example"}, {"Origin": "https://elsewhere.example"}):
            self.assertEqual(self.ask("GET", "/v1/models", headers=headers.items())[0], 403)

    def test_a_client_that_leaves_holds_nobody_up(self):
        body = json.dumps({"model": self.model, "messages": [{"role": "user", "content": "1"}]})
        for _ in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", self.port)
            connection.request("POST", "/v1/chat/completions", body)
            connection.close()
        self.assertEqual(len(self.texts("Compute 14 + 98.", seed=1)), 1)

    def test_sigterm_lets_what_was_asked_be_answered(self):
        argv = [sys.executable, str(SERVE), "--checkpoints", str(self.checkpoints), "--port", "0"]
        server = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
        port = int(json.loads(server.stdout.readline())["listening"].rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        message = {"role": "user", "content": "Compute 15 + 5."}
        asked = {"model": self.model, "messages": [message], "max_tokens": 60, "temperature": 2}
        body = json.dumps({**asked, "n": 8, "stream": True})
        connection.request("POST", "/v1/chat/completions", body)
        reply = connection.getresponse()
        first = reply.readline().decode()
        server.send_signal(signal.SIGTERM)
        lines = [first, *reply.read().decode().splitlines()]
        connection.close()
        told = [line.removeprefix("data: ").strip() for line in lines if line.strip()]
        self.assertEqual(told.pop(), "[DONE]")
        choices = [choice for chunk in map(json.loads, told) for choice in chunk["choices"]]
        ends = [choice for choice in choices if choice["finish_reason"]]
        self.assertEqual(len(ends), 8)
        self.assertEqual(server.wait(timeout=30), 0)
        server.stdout.close()


if __name__ == "__main__":
    unittest.main()
