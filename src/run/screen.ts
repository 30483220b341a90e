import type { Draft, Fate, Screened, SkillOffer } from "../agent.ts"
import { hasCanonicalForm, type Json } from "../record/canonical.ts"
import { mintProblem, type Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { aboveLadder, levelOf, withinAxes } from "../rule/ladder.ts"
import type { Novelty } from "../rule/novelty.ts"
import { sideOf } from "../rule/partition.ts"
import { isRefusal, type Refusal, statementFault, writtenFault } from "../rule/screen.ts"
import type { Skill, SkillSpec, Verifier } from "../verifier.ts"
import { DEFENCES, type Defences } from "./defences.ts"
import type { Desk } from "./desk.ts"
import { formaliseAll } from "./formalise.ts"
import { verdictOn } from "./judge.ts"

interface ScreenInput {
  readonly desk: Pick<Desk, "formaliser" | "seats" | "verifiers"> & Partial<Pick<Desk, "defences">>
  readonly drafts: readonly Draft[]
  readonly missing: number
  readonly firstSeat: number
  readonly round: number
  readonly recipe: Recipe
  readonly offers: readonly SkillOffer[]
  readonly novelty: Novelty
}

/**
 * Which drafts become problems: parsed by the verifier's own schema, within bounds, with a key,
 * not sealed, not posed before, and not giving the answer away; where a model wrote the statement,
 * one that an independent reader takes for the same problem. Costs no solver token.
 */
export async function screenDrafts(input: ScreenInput): Promise<Screened> {
  const candidates = input.drafts.map((draft) => candidateFrom(draft, input))
  const admitted: Problem[] = []
  const refused: Record<string, number> = {}
  const fates: Fate[] = []
  for (let next = 0; next < candidates.length && admitted.length < input.missing; ) {
    // As many as may still be needed: nobody reads a statement that would not be posed.
    const group = candidates.slice(next, next + input.missing - admitted.length)
    next += group.length
    const read = await readBack(input, group)
    for (const screened of read) {
      const problem = isRefusal(screened) ? screened : admit(screened, input, admitted.length)
      if (isRefusal(problem)) {
        refused[problem.refused] = (refused[problem.refused] ?? 0) + 1
        fates.push(problem)
      } else {
        admitted.push(problem)
        fates.push({ admitted: problem.id })
      }
    }
  }
  return { admitted, refused, fates }
}

/** The last checks, in order: what was just admitted counts against what comes after it. */
function admit(problem: Problem, input: ScreenInput, before: number): Problem | Refusal {
  const stale = input.novelty.refuse(problem)
  if (stale !== undefined) return { refused: stale }
  input.novelty.admit(problem)
  const seat = input.firstSeat + before
  return { ...problem, lineage: { ...problem.lineage, seat } }
}

async function readBack(
  { desk, offers }: ScreenInput,
  group: readonly (Problem | Refusal)[],
): Promise<readonly (Problem | Refusal)[]> {
  const written = group.filter(
    (one): one is Problem => !isRefusal(one) && one.lineage.proposal?.isWritten === true,
  )
  const answers = await formaliseAll(desk, written, offers)
  return group.map((one) => {
    if (isRefusal(one)) return one
    const at = written.indexOf(one)
    if (at < 0) return one
    const answer = answers[at]!
    if (typeof answer !== "string") return answer
    const { lineage } = one
    const proposal = { ...lineage.proposal!, formalised: answer }
    return { ...one, lineage: { ...lineage, proposal } }
  })
}

/** Everything that needs no other problem and no other model. */
function candidateFrom(draft: Draft, input: ScreenInput): Problem | Refusal {
  const { round, recipe, desk } = input
  const offer = input.offers.find(({ skill }) => skill.name === draft.skill)
  if (offer === undefined) return { refused: "unknown-skill" }
  const verifier = desk.verifiers.find(({ name }) => name === offer.verifier)!
  const { move, axis, parent } = draft
  const lineage = { round, seat: 0, move, ...(axis && { axis }), ...(parent && { parent }) }
  const rendered = problemFrom(verifier, offer.skill, draft.spec, draft.wording, lineage)
  if (isRefusal(rendered)) return rendered
  const problem = withProposal(rendered, draft, verifier, desk.defences ?? DEFENCES)
  if (isRefusal(problem)) return problem
  if (!withinAxes(offer.skill, problem.rung)) return beyond("beyond-axes", problem)
  // Each axis may be within its bound and all of them together harder than any level.
  const mayLeave = recipe.proposer.scope === "axes"
  if (!mayLeave && aboveLadder(offer.skill, problem.rung)) return beyond("above-ladder", problem)
  const { levelMax } = recipe.stop
  if (levelMax !== undefined && problem.level > levelMax) return beyond("above-ceiling", problem)
  const isTrainable = sideOf(problem.family, recipe.suites.sealedPermille) === "trainable"
  return isTrainable ? problem : { refused: "sealed" }
}

function beyond(refused: string, { rung }: Problem): Refusal {
  const measured = Object.entries(rung).map(([axis, value]) => `${axis} ${value}`)
  return { refused, detail: `it measures ${measured.join(", ")}` }
}

/** What a model added: its own words, and the answer that it believes in, compared with the key. */
function withProposal(
  rendered: Problem,
  { statement: text, proposal }: Draft,
  verifier: Verifier,
  { leak }: Defences,
): Problem | Refusal {
  if (proposal === undefined) return rendered
  const claimed = verdictOn(verifier, rendered, { kind: "answered", text: proposal.claimed })
  const isWritten = text !== undefined
  const lineage = {
    ...rendered.lineage,
    proposal: { ...proposal, claim: claimed.outcome, isWritten },
  }
  if (!isWritten) return { ...rendered, lineage }
  const secrets = [rendered.answer, ...(verifier.hidden?.(rendered.spec as SkillSpec) ?? [])]
  const leaks = secrets.map((secret) => leak(text, secret, rendered.statement.text))
  const fault = writtenFault(text) ?? leaks.find((found) => found !== undefined)
  if (fault !== undefined) return fault
  const statement = { text, latex: "", format: rendered.statement.format }
  const { id: _, ...content } = rendered
  return mintProblem({ ...content, statement, lineage })
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
  if (!parsed.success || !hasCanonicalForm(parsed.data)) {
    const issues = parsed.error?.issues.slice(0, ISSUES_TOLD_MAX) ?? []
    const detail = issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
    return { refused: "malformed-spec", ...(detail && { detail: detail.slice(0, DETAIL_CHARS) }) }
  }
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

const ISSUES_TOLD_MAX = 4
const DETAIL_CHARS = 512
