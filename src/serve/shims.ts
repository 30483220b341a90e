/** Where a shim finds the server. */
export interface ShimOptions {
  readonly url: string
}

/** Python that makes a trainer's reward function of the server: its standard library, no more. */
export const SHIMS = { trl: trlShim, verl: verlShim } as const
export type ShimName = keyof typeof SHIMS

function trlShim({ url }: ShimOptions): string {
  return `"""TRL: GRPOTrainer(reward_funcs=agon_reward, ...). Undecided is None: TRL leaves it out."""
${asking(url)}

async def agon_reward(prompts, completions, **columns):
    """The dataset's column problem holds ids of the served run; solution (or key) holds keys."""
    step = uuid.uuid4().hex[:8]
    problems = columns.get("problem") or [None] * len(completions)
    keys = columns.get("solution") or columns.get("key") or [None] * len(completions)
    items = []
    for prompt, completion, problem, key in zip(prompts, completions, problems, keys):
        said = completion if isinstance(completion, str) else completion[-1]["content"] or ""
        isid = isinstance(problem, str) and re.fullmatch("problem_[0-9a-f]{24}", problem)
        aim = {"problem": str(problem)} if isid or key is None else {"key": str(key)}
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
    """ground_truth is the id of a problem of the served run, or a key."""
    isid = re.fullmatch("problem_[0-9a-f]{24}", str(ground_truth))
    aim = {"problem": ground_truth} if isid else {"key": str(ground_truth)}
    verdict = judge([{**aim, "answer": solution_str}])[0]
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
  return `import asyncio, json, os, re, urllib.request, uuid, zlib

URL = os.environ.get("AGON_REWARD_URL", ${JSON.stringify(url)})
TOKEN = os.environ.get("AGON_REWARD_TOKEN")


def judge(items):
    if len(items) > 512:
        return judge(items[:512]) + judge(items[512:])
    headers = {"Content-Type": "application/json"}
    if TOKEN:
        headers["Authorization"] = "Bearer " + TOKEN
    body = json.dumps({"items": items}).encode()
    request = urllib.request.Request(URL + "/v1/judge", body, headers)
    with urllib.request.urlopen(request, timeout=60) as reply:
        verdicts = json.load(reply)["verdicts"]
    faults = [verdict["fault"] for verdict in verdicts if "fault" in verdict]
    if faults:
        raise ValueError("agon: " + faults[0])
    return verdicts
`
}
