import type { Draft, Screened, SkillOffer } from "../agent.ts"
import { hasCanonicalForm, type Json } from "../record/canonical.ts"
import { mintProblem, type Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { aboveLadder, levelOf, withinAxes } from "../rule/ladder.ts"
import type { Novelty } from "../rule/novelty.ts"
import { sideOf } from "../rule/partition.ts"
import { isRefusal, type Refusal, statementFault } from "../rule/screen.ts"
import type { Skill, Verifier } from "../verifier.ts"

interface ScreenInput {
  readonly drafts: readonly Draft[]
  readonly missing: number
  readonly firstSeat: number
  readonly round: number
  readonly sealedPermille: number
  readonly scope: Recipe["proposer"]["scope"]
  readonly verifiers: readonly Verifier[]
  readonly offers: readonly SkillOffer[]
  readonly novelty: Novelty
}

/**
 * Which drafts become problems: parsed by the verifier's own schema, within bounds, with a key,
 * not sealed, not posed before, and not giving the answer away. Costs no solver token.
 */
export function screenDrafts(input: ScreenInput): Screened {
  const admitted: Problem[] = []
  const refused: Record<string, number> = {}
  for (const draft of input.drafts) {
    if (admitted.length === input.missing) break
    const screened = screenOne(draft, input, input.firstSeat + admitted.length)
    if (isRefusal(screened)) refused[screened.refused] = (refused[screened.refused] ?? 0) + 1
    else admitted.push(screened)
  }
  return { admitted, refused }
}

function screenOne(draft: Draft, input: ScreenInput, seat: number): Problem | Refusal {
  const offer = input.offers.find(({ skill }) => skill.name === draft.skill)
  if (offer === undefined) return { refused: "unknown-skill" }
  const verifier = input.verifiers.find(({ name }) => name === offer.verifier)!
  const { round } = input
  const { move, axis, parent } = draft
  const lineage = { round, seat, move, ...(axis && { axis }), ...(parent && { parent }) }
  const problem = problemFrom(verifier, offer.skill, draft.spec, draft.wording, lineage)
  if (isRefusal(problem)) return problem
  if (!withinAxes(offer.skill, problem.rung)) return { refused: "beyond-axes" }
  // Each axis may be within its bound and all of them together harder than any level.
  const mayLeave = input.scope === "axes"
  if (!mayLeave && aboveLadder(offer.skill, problem.rung)) return { refused: "above-ladder" }
  if (sideOf(problem.family, input.sealedPermille) !== "trainable") return { refused: "sealed" }
  const stale = input.novelty.refuse(problem)
  if (stale !== undefined) return { refused: stale }
  input.novelty.admit(problem)
  return problem
}

/** A problem from a spec: everything but the spec comes from the verifier. */
export function problemFrom(
  verifier: Verifier,
  skill: Skill,
  draft: Json,
  wording: number,
  lineage: Problem["lineage"],
): Problem | Refusal {
  const parsed = verifier.spec.safeParse(draft)
  if (!parsed.success || !hasCanonicalForm(parsed.data)) return { refused: "malformed-spec" }
  const spec = parsed.data
  if (spec.skill !== skill.name) return { refused: "other-skill" }
  const derived = verifier.derive(spec)
  if (!derived.ok) return { refused: derived.reason }
  const answer = verifier.present(derived.key)
  const statement = verifier.state(spec, wording)
  const fault = statementFault(statement, answer)
  if (fault !== undefined) return { refused: fault }
  const rung = skill.measure(spec)
  const { key, proof } = derived
  return mintProblem({
    verifier: verifier.name,
    skill: skill.name,
    level: levelOf(skill, rung),
    rung,
    spec,
    statement,
    key,
    answer,
    proof,
    ...verifier.identify(spec),
    lineage,
  })
}
