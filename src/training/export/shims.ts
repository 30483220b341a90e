/** Where a shim finds the server. */
export interface ShimOptions {
  readonly url: string
}

/** Where `agon serve` listens unless it is told otherwise. */
export const SERVER = "http://127.0.0.1:7420"
/** What a bundle says of targets whose rewards come from the server. */
export const JUDGED =
  "rewards come from `agon serve --run <run>` by the problem; AGON_JUDGE_BY=key asks any server by the key"

/** Python that makes a trainer's reward function of the server: its standard library, no more. */
export const SHIMS = { trl: trlShim, verl: verlShim } as const
export type ShimName = keyof typeof SHIMS

function trlShim({ url }: ShimOptions): string {
  return `"""TRL: GRPOTrainer(reward_funcs=agon_reward, ...). Undecided is None: TRL leaves it out."""
${asking(url)}

async def agon_reward(prompts, completions, **columns):
    """Columns: problem has ids of the served run; solution (or key) has keys."""
    step = uuid.uuid4().hex[:8]
    problems = columns.get("problem") or [None] * len(completions)
    keys = columns.get("solution") or columns.get("key") or [None] * len(completions)
    items = []
    for prompt, completion, problem, key in zip(prompts, completions, problems, keys):
        said = completion if isinstance(completion, str) else completion[-1]["content"] or ""
        aim = aim_at(problem, key)
        group = f"{step} {zlib.crc32(repr(prompt).encode())}"
        items.append({**aim, "answer": said, "group": group})
    verdicts = await asyncio.to_thread(judge, items)
    values = {"correct": 1.0, "incorrect": 0.0, "undecided": None}
    return [values[verdict["outcome"]] for verdict in verdicts]
`
}

function verlShim({ url }: ShimOptions): string {
  return `"""verl: custom_reward_function.path=<this file>. Undecided earns UNDECIDED, and says so."""
${asking(url)}
UNDECIDED = 0.0  # verl takes no row without a number; "undecided" counts them in its logs


def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    """ground_truth is a key; extra_info (or ground_truth) has the id of a problem of the run."""
    problem = (extra_info or {}).get("problem") or ground_truth
    verdict = judge([{**aim_at(problem, ground_truth), "answer": solution_str}])[0]
    outcome = verdict["outcome"]
    if verdict["reason"] == "deadline":
        raise TimeoutError("agon: the server is too busy to judge")
    return {
        "score": {"correct": 1.0, "incorrect": 0.0, "undecided": UNDECIDED}[outcome],
        "acc": float(outcome == "correct"),
        "undecided": float(outcome == "undecided"),
    }
`
}

/** What both have in common. An item that makes no sense is an error, and no reward. */
function asking(url: string): string {
  return `import asyncio, http.client, json, os, re, time, urllib.request, uuid, zlib

URL = os.environ.get("AGON_REWARD_URL", ${JSON.stringify(url)})
TOKEN = os.environ.get("AGON_REWARD_TOKEN")
BY = os.environ.get("AGON_JUDGE_BY", "problem")  # or "key", for a server without the run
PAUSES = [1, 2, 4, 8, 16, None]  # seconds between tries at a server that is busy or gone


def aim_at(problem, key):
    isid = isinstance(problem, str) and re.fullmatch("problem_[0-9a-f]{24}", problem)
    if key is None or (isid and BY == "problem"):
        return {"problem": str(problem)}
    return {"key": str(key)}


def judge(items):
    if len(items) > 512:
        return judge(items[:512]) + judge(items[512:])
    headers = {"Content-Type": "application/json"}
    if TOKEN:
        headers["Authorization"] = "Bearer " + TOKEN
    body = json.dumps({"items": items}).encode()
    request = urllib.request.Request(URL + "/v1/judge", body, headers)
    for pause in PAUSES:
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                verdicts = json.load(reply)["verdicts"]
            break
        except (OSError, http.client.HTTPException) as trouble:
            if pause is None or getattr(trouble, "code", 503) != 503:
                raise
            time.sleep(pause)
    faults = [verdict["fault"] for verdict in verdicts if "fault" in verdict]
    if faults:
        raise ValueError("agon: " + faults[0])
    return verdicts
`
}
