import { z } from "zod"
import { mean } from "../rule/statistics.ts"
import { defineCourtesy } from "./dialect.ts"

const RESPONSES_MAX = 200_000 // of one evaluation, without their texts
const TASK = "_ng_task_index"

/** Before a rollout: NeMo Gym's agents send the row, and go on where the reply is a success. */
const seedSession = defineCourtesy({
  path: "/nemo/seed_session",
  alias: "/seed_session",
  about: "NeMo Gym's seed_session: a rollout begins, and a judge has nothing to prepare",
  request: z.looseObject({}),
  reply: z.object({}),
  answer: () => ({}),
})

const Metrics = z.looseObject({ "mean/reward": z.number().optional() })

/** After the rollouts: what the agent's own table of results is made of. */
const aggregateMetrics = defineCourtesy({
  path: "/nemo/aggregate_metrics",
  alias: "/aggregate_metrics",
  about: "NeMo Gym's aggregate_metrics: the mean of the rewards, of all and of each task",
  request: z.looseObject({
    verify_responses: z
      .array(
        z.looseObject({ [TASK]: z.number().optional(), reward: z.number().nullable().optional() }),
      )
      .max(RESPONSES_MAX),
  }),
  reply: z.object({
    agent_metrics: Metrics,
    key_metrics: Metrics,
    group_level_metrics: z.array(Metrics),
  }),
  answer({ verify_responses: responses }) {
    const tasks = Map.groupBy(responses, ({ [TASK]: task }) => Number(task ?? 0))
    const all = meanOf(responses)
    const groups = [...tasks].sort(([a], [b]) => a - b)
    return {
      agent_metrics: all,
      key_metrics: all,
      group_level_metrics: groups.map(([task, ofTask]) => ({ [TASK]: task, ...meanOf(ofTask) })),
    }
  },
})

type Rewarded = { readonly reward?: number | null | undefined }

export const NEMO_COURTESIES = [seedSession, aggregateMetrics]

/** Without those that are no number: an undecided answer says nothing. */
function meanOf(responses: readonly Rewarded[]): z.infer<typeof Metrics> {
  const known = responses.flatMap(({ reward }) => (typeof reward === "number" ? [reward] : []))
  if (known.length === 0) return {}
  return { "mean/reward": mean(known) }
}
