"""Records what OpenRLHF's own client sends to a remote reward model, byte for byte.

    pip download openrlhf==0.11.2 --no-deps && pip install aiohttp
    python3 scripts/record-openrlhf.py openrlhf-*.whl > test/serve/openrlhf-requests.json

    python3 scripts/record-openrlhf.py openrlhf-*.whl http://127.0.0.1:7420/openrlhf/get_reward

With an address, the same requests go to that server and what the client makes of the replies is
printed. Only the module that asks is loaded from the wheel: it needs no GPU and no torch.
"""

import asyncio
import importlib.util
import json
import logging
import sys
import tempfile
import types
import zipfile
from importlib.metadata import version
from pathlib import Path

PROBLEM = "problem_ac1cf0862abff679d0429a4b"  # of runs/sample: 329 mod 5
QWEN = "<|im_start|>system\nYou solve problems.<|im_end|>\n<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n"
LLAMA = (
    "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n{}<|eot_id|>"
    "<|start_header_id|>assistant<|end_header_id|>\n\n"
)
DEEPSEEK = "<｜begin▁of▁sentence｜><｜User｜>{}<｜Assistant｜>"
GEMMA = "<bos><start_of_turn>user\n{}<end_of_turn>\n<start_of_turn>model\n"
MISTRAL = "<s>[INST] {} [/INST]"

# about, prompt, what the tokenizer makes of prompt and reply, label, reward
CASES = [
    ("Qwen, right", QWEN, "What is 1/2 + 1/4?", "1/2 + 1/4 is \\boxed{\\frac{3}{4}}.<|im_end|>", "3/4", 1),
    ("Qwen, wrong", QWEN, "What is 1/2 + 1/4?", "\\boxed{\\frac{2}{6}}<|im_end|>", "3/4", 0),
    ("Llama, right", LLAMA, "Solve x^2 = 4.", "x = 2 or x = -2, so \\boxed{\\{-2, 2\\}}<|eot_id|>", "{-2, 2}", 1),
    ("Llama, one root", LLAMA, "Solve x^2 = 4.", "\\boxed{2}<|eot_id|>", "{-2, 2}", 0),
    ("DeepSeek, thinking", DEEPSEEK, "Was ist 7·8?", "<think>50 + 6 …</think>\\boxed{56}<｜end▁of▁sentence｜>", "56", 1),
    ("Gemma, in words of another script", GEMMA, "7 × 8 是多少？", "答案是 \\boxed{56}。👍<end_of_turn>\n<eos>", "56", 1),
    ("Mistral, cut off at its length", MISTRAL, "What is 7 · 8?", " Let me think: 7 · 8 = 7 · (5 + 3", "56", 0),
    ("Qwen, a label that is JSON", QWEN, "Expand (x+1)^2.", "\\boxed{x^2+2x+1}<|im_end|>", json.dumps({"key": "(x+1)^2", "group": "g1"}), 1),
    ("Qwen, a problem of the run", QWEN, "329 mod 5?", "329 = 65*5 + 4\n#### 4<|im_end|>", PROBLEM, 1),
    ("Qwen, a problem as JSON", QWEN, "329 mod 5?", "#### 5<|im_end|>", json.dumps({"problem": PROBLEM}), 0),
    ("Qwen, half a character", QWEN, "What is 7 · 8?", "It is \ud83d \\boxed{56}<|im_end|>", "56", 1),
    ("Qwen, no end", QWEN, "What is 7 · 8?", "\\boxed{56}", "56", 1),
    ("Qwen, padded", QWEN, "What is 7 · 8?", "\\boxed{56}<|im_end|>" + "<|endoftext|>" * 40, "56", 1),
    ("Qwen, prompt repeated in the reply", QWEN, "What is 7 · 8?", QWEN.format("What is 7 · 8?") + "\\boxed{56}<|im_end|>", "56", 1),
]


def client(wheel, address):
    """The class that asks, from the wheel, without the rest of the package."""
    folder = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(wheel) as files:
        name = next(one for one in files.namelist() if one.endswith("openrlhf/utils/agent.py"))
        files.extract(name, folder)
    logs = types.ModuleType("openrlhf.utils.logging_utils")
    logs.init_logger = logging.getLogger
    sys.modules.update({"openrlhf": types.ModuleType("openrlhf"), "openrlhf.utils": types.ModuleType("openrlhf.utils")})
    sys.modules["openrlhf.utils.logging_utils"] = logs
    spec = importlib.util.spec_from_file_location("agent", folder / name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SingleTurnAgentExecutor(address)


async def ask(executor, case):
    _, template, question, reply, label, _ = case
    prompt = template.format(question)
    return (await executor._fetch_rewards_via_http([prompt + reply], [prompt], [label]))[0]


async def record(wheel):
    heard = []

    async def answer(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        heard.append((head + await reader.readexactly(length)).decode("ascii"))
        body = b'{"rewards": [0.0], "scores": [0.0], "extra_logs": {}}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 7420)
    executor = client(wheel, "http://127.0.0.1:7420/openrlhf/get_reward")
    for case in CASES:
        await ask(executor, case)
    server.close()
    requests = [{"about": case[0], "reward": case[-1], "bytes": text} for case, text in zip(CASES, heard, strict=True)]
    sent_by = f"{Path(wheel).name.split('-cp')[0]}, aiohttp-{version('aiohttp')}"
    print(json.dumps({"sentBy": sent_by, "requests": requests}, indent=2))


async def play(wheel, address):
    executor = client(wheel, address)
    for case in CASES:
        told = await ask(executor, case)
        [reward] = told["rewards"]
        good = isinstance(reward, float) and reward == case[-1]
        print("ok " if good else "BAD", case[0], told)


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]) if len(sys.argv) == 2 else play(*sys.argv[1:3]))
