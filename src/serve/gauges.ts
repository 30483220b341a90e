import type { Groups } from "./groups.ts"
import type { Gauge, Metrics } from "./metrics.ts"
import type { PoolState } from "./pool.ts"

/** What is true of the server at this moment, and the rates that a trainer watches. */
export function gaugesOf(metrics: Metrics, state: PoolState, groups: Groups): readonly Gauge[] {
  const { groups: full, alike } = groups.tally()
  const verdicts = (labels: { skill?: string; outcome?: string }) =>
    metrics.total("agon_verdicts_total", labels)
  const accepted = metrics.values("agon_verdicts_total", "skill").flatMap((skill) => {
    const correct = verdicts({ skill, outcome: "correct" })
    const decided = correct + verdicts({ skill, outcome: "incorrect" })
    return decided === 0 ? [] : [[{ skill }, correct / decided] as const]
  })
  return [
    {
      name: "agon_accept_ratio",
      help: "Correct among decided verdicts, by skill",
      samples: accepted,
    },
    {
      name: "agon_undecided_ratio",
      help: "Undecided among all verdicts",
      samples: [[{}, verdicts({ outcome: "undecided" }) / Math.max(1, verdicts({}))]],
    },
    {
      name: "agon_groups",
      help: "Of the latest groups, those with two decided answers or more",
      samples: [[{}, full]],
    },
    {
      name: "agon_groups_zero_variance",
      help: "Of these, those whose answers all earn the same",
      samples: [[{}, alike]],
    },
    { name: "agon_workers", help: "Judging processes", samples: [[{}, state.ready]] },
    {
      name: "agon_workers_replaced",
      help: "Judging processes that hung or died and were replaced",
      samples: [[{}, state.replaced]],
    },
    { name: "agon_waiting", help: "Answers waiting for a worker", samples: [[{}, state.waiting]] },
  ]
}
