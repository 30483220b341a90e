import type { Player, SkillOffer } from "../agent.ts"
import type { CallId } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { Refusal } from "../rule/screen.ts"
import type { Verifier } from "../verifier.ts"
import type { Desk } from "./desk.ts"
import { RunFailure } from "./failure.ts"

/**
 * Whether a written statement says what the committed spec says: a formaliser that sees nothing but
 * the statement has to write an equivalent spec. One answer for each problem, in order: the call
 * that agreed, or a refusal.
 */
export async function formaliseAll(
  desk: Pick<Desk, "formaliser" | "seats" | "verifiers">,
  problems: readonly Problem[],
  offers: readonly SkillOffer[],
): Promise<readonly (CallId | Refusal)[]> {
  if (problems.length === 0) return []
  const player = readerOf(desk)
  const calls = problems.map(({ statement }) =>
    desk.formaliser.call(statement.text, offers, player),
  )
  const outcomes = await player.complete(calls)
  return problems.map((problem, at) => {
    const outcome = outcomes[at]!
    if (outcome.kind === "failure") return { refused: "formaliser-silent" }
    const spec = desk.formaliser.spec(outcome)
    if (spec === undefined) return { refused: "not-formalised" }
    const verifier = desk.verifiers.find(({ name }) => name === problem.verifier)!
    const fault = differenceFrom(problem, spec, verifier)
    return fault === undefined ? calls[at]!.id : { refused: "formalised-otherwise", detail: fault }
  })
}

/** How a spec that was read from a statement differs from the problem's own. */
export function differenceFrom(
  problem: Pick<Problem, "skill" | "canonical">,
  spec: unknown,
  verifier: Verifier,
): string | undefined {
  const parsed = verifier.spec.safeParse(spec)
  if (!parsed.success) return "a reader of the statement made another kind of problem of it"
  if (parsed.data.skill !== problem.skill)
    return "a reader of the statement took it for another skill"
  const { canonical } = verifier.identify(parsed.data)
  if (canonical === problem.canonical) return undefined
  return `a reader of the statement took it for ${canonical.slice(0, 200)}`
}

function readerOf({ seats }: Pick<Desk, "seats">): Player {
  if (seats.formaliser !== undefined) return seats.formaliser
  throw new RunFailure(
    "recipe",
    "no-formaliser",
    "statements that a model wrote need a formaliser",
    'give `seats.formaliser` or `seats.proposer` a model, or take `wording: "rendered"`',
  )
}
