"""The figures of a run that was trained by train.py, as a table for docs/benchmarks/transformers.md:

    python3 scripts/transformers-figures.py <run folder>
"""

import json
import math
import sqlite3
import sys
from pathlib import Path

Z = 1.959964  # of the standard normal distribution, for 95 %


def main(home):
    journal = sqlite3.connect(f"file:{home / 'journal.sqlite'}?mode=ro", uri=True)
    events = [
        {**json.loads(body), "at": at}
        for body, at in journal.execute("SELECT body, at FROM event ORDER BY seq")
    ]
    of = lambda kind, **fields: [  # noqa: E731
        e for e in events if e["kind"] == kind and all(e[k] == v for k, v in fields.items())
    ]
    print("| round | rows | loss | development | gain | p | decision | minutes: job, round |")
    print("|---|---|---|---|---|---|---|---|")
    begin = of("evaluated", suite="development", round=0)[0]
    print(f"| 0 | | | {share(begin['rate'])} | | | untrained | |")
    ends = {0: of("evaluated", suite="test", round=0)[0]["at"]}
    for decided in of("round.decided"):
        number = decided["round"]
        trained = of("round.trained", round=number)[0]
        measured = of("evaluated", suite="development", round=number)[0]
        taught = of("proposer.taught", round=number)[0]
        closed = of("round.closed", round=number)
        ends[number] = closed[0]["at"] if closed else measured["at"]
        job = minutes(trained["at"] - taught["at"])
        whole = minutes(ends[number] - ends[number - 1])
        low, high = decided["gainLow"], decided["gainHigh"]
        cells = [
            number,
            trained["rows"],
            f"{trained['loss']:.3f}",
            share(measured["rate"]),
            f"{points(decided['gain'])} [{points(low)}, {points(high)}]",
            f"{decided['pValue']:.2g}" if decided["pValue"] >= 0.001 else "< 0.001",
            decided["decision"],
            f"{job}, {whole}",
        ]
        print("| " + " | ".join(map(str, cells)) + " |")
    for suite in ("test", "beyond"):
        read = of("evaluated", suite=suite)
        told = ", ".join(f"round {e['round']}: {share(e['rate'])}" for e in read)
        print(f"\n{suite}: {told}")
    print("\njobs:")
    for path in sorted(home.glob("jobs/*/result.json"), key=lambda path: path.stat().st_mtime):
        result = json.loads(path.read_text(encoding="utf-8"))
        told = {**result["metrics"], **result.get("libraries", {}), "tokens": result["tokens"]}
        print(f"{path.parent.name}: " + ", ".join(f"{k} {v}" for k, v in told.items()))
    print(f"\njournal: {len(events)} events")


def share(rate):
    """Correct of tried, with Wilson's interval (1927)."""
    right, tried = rate["correct"], rate["tried"]
    if tried == 0:
        return "not tried"
    p, spread = right / tried, Z * Z / tried
    middle = (p + spread / 2) / (1 + spread)
    half = Z * math.sqrt(p * (1 - p) / tried + spread / (4 * tried)) / (1 + spread)
    low, high = 100 * (middle - half), 100 * (middle + half)
    return f"{right}/{tried} = {100 * p:.1f} % [{low:.1f}, {high:.1f}]"


def points(value):
    return f"{100 * value:+.1f}".replace("-", "−")


def minutes(milliseconds):
    return f"{milliseconds / 60_000:.1f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
