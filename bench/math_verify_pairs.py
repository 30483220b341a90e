"""Judges pairs with Math-Verify, for bench/verifier.ts to stand beside.

Reads {"pairs": [[key, answer, isReply], ...]} a line and writes a line
{"marks": [[isCorrect, microseconds], ...]}. A key, and an answer that is a bare expression, are put
between dollar signs, as Math-Verify's README asks; a whole reply is handed over as it is.
"""

import json
import logging
import sys
import time
from importlib.metadata import version

from math_verify import parse, verify

logging.disable(logging.CRITICAL)  # time-outs and parse failures are counted, not told


def bare(text: str) -> str:
    return text if "$" in text else f"${text}$"


def mark(key: str, answer: str, is_reply: bool):
    begun = time.perf_counter_ns()
    try:
        right = bool(verify(parse(bare(key)), parse(answer if is_reply else bare(answer))))
    except Exception:  # what breaks is not accepted
        right = False
    return [right, (time.perf_counter_ns() - begun) / 1000]


print(json.dumps({"python": sys.version.split()[0], "version": version("math-verify"), "sympy": version("sympy")}), flush=True)
for line in sys.stdin:
    pairs = json.loads(line)["pairs"]
    print(json.dumps({"marks": [mark(*pair) for pair in pairs]}), flush=True)
