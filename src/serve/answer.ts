import type { z } from "zod"
import type { Core, Judged } from "./core.ts"
import { type AnyDialect, type Reward, rewardOf, type UndecidedPolicy } from "./dialect.ts"
import type { Metrics } from "./metrics.ts"
import type { ProblemIndex } from "./problems.ts"
import { type Refusal, refusal } from "./refusal.ts"

/** What a POST of a dialect comes to. */
export interface Answer {
  readonly status: 200 | 422
  readonly body: object
  readonly undecided: number
}

export interface AnswerParts {
  readonly core: Core
  readonly metrics: Metrics
  readonly problems: ProblemIndex
  policyOf(dialect: AnyDialect): UndecidedPolicy
  /** Whether so many more answers can be judged in time. */
  hasRoom(items: number): boolean
}

/** From a body to the dialect's reply. `undecided` becomes what the route's policy says. */
export async function answerTo(
  dialect: AnyDialect,
  json: unknown,
  parts: AnswerParts,
): Promise<Answer | Refusal> {
  const asked = dialect.request.safeParse(json)
  if (!asked.success) return refusal(400, "bad-request", explained(asked.error))
  const items = dialect.items(asked.data, parts.problems)
  if (!parts.hasRoom(items.length)) {
    return refusal(503, "busy", "too much is waiting to be judged", { "Retry-After": "1" })
  }
  const judged = await parts.core.judge(items)
  const refused = dialect.hasReasons ? undefined : faultOf(judged)
  if (refused !== undefined) return refused
  const policy = parts.policyOf(dialect)
  const undecided = judged.filter(({ outcome }) => outcome === "undecided")
  if (undecided.length > 0) {
    const labels = { route: dialect.path, as: policy }
    parts.metrics.count("agon_undecided_answered_total", labels, undecided.length)
  }
  const rewards: Reward[] = judged.map((one) => rewardOf(one, policy))
  const body = dialect.answer(asked.data, judged, rewards)
  if (policy !== "error" || undecided.length === 0) {
    return { status: 200, body, undecided: undecided.length }
  }
  const reasons = [...new Set(undecided.map(({ reason }) => reason))].join(", ")
  const message = `${undecided.length} of ${judged.length} answers are undecided: ${reasons}`
  const error = { code: "undecided", message }
  const kept = dialect.hasReasons ? body : {}
  return { status: 422, body: { error, ...kept }, undecided: undecided.length }
}

/** Where a dialect has only numbers: what must not become one. */
function faultOf(judged: readonly Judged[]): Refusal | undefined {
  const at = judged.findIndex(({ fault }) => fault !== undefined)
  if (at >= 0) return refusal(422, judged[at]!.reason, `item ${at}: ${judged[at]!.fault}`)
  if (!judged.some(({ reason }) => reason === "deadline")) return undefined
  return refusal(503, "deadline", "not every answer had its turn in time", { "Retry-After": "1" })
}

/** What is wrong with a request, and where. */
export function explained({ issues: [issue] }: z.core.$ZodError): string {
  const { path, message } = issue!
  return path.length === 0 ? message : `${path.join(".")}: ${message}`
}
