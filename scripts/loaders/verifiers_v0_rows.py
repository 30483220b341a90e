"""verifiers: the environment beside the taskset, by a release that knows environments only."""

import importlib
import json

from bundle import check_all, expect, expect_each, said
from verifiers_rows import importable

import verifiers as v0


def environment(folder, rows):
    with importable(folder):
        module = importlib.import_module("agon_problems_v0")
        for split, of in rows.items():
            made = module.load_environment(split=split)
            expect(isinstance(made, v0.SingleTurnEnv), True, "an environment")
            found = list(made.get_dataset())
            expect_each([row["answer"] for row in found], [row["answer"] for row in of], "answer")
            asked = [row["prompt"][-1]["content"] for row in found]
            expect_each(asked, [row["question"] for row in of], "question")
            known = [json.loads(row["info"]) for row in of]
            expect_each([json.loads(row["info"]) for row in found], known, "info")
            for row in of:
                for answer, earned in ((row["answer"], 1.0), (f"{row['answer']}1", 0.0)):
                    reply = [{"role": "assistant", "content": f"So <answer>{answer}</answer>"}]
                    given = module.correct(completion=reply, answer=row["answer"], info=row["info"])
                    expect(given, earned, f"reward of {answer}")
    return f"an environment of {said(rows)}; keys earn 1, other answers 0"


if __name__ == "__main__":
    check_all({"verifiers": environment})
