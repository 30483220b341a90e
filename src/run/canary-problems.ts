import type { Draft, FormaliserAgent, Player, SkillOffer } from "../agent.ts"
import { mintCall } from "../record/call.ts"
import { evidenceOf } from "../record/canary.ts"
import { canonicalJson, type Json } from "../record/canonical.ts"
import { hashOf } from "../record/id.ts"
import { mintProblem, type Problem } from "../record/problem.ts"
import type { SkillSpec } from "../verifier.ts"
import { type Fate, otherThan, type Probe } from "./canary-probe.ts"
import { offersOf, verifierNamed } from "./desk.ts"
import { gateProblem } from "./gate-problem.ts"
import { rateOf, verdictOn } from "./judge.ts"
import { screenDrafts } from "./screen.ts"

/**
 * A problem with the key of another one, all of its attempts "right". Judge and gate believe the
 * key; only its second proof can tell.
 */
export async function tryWrongKey(probe: Probe, host: Problem): Promise<readonly Fate[]> {
  const { desk, recipe } = probe
  const { key, answer } = otherThan(probe, host)
  const { id: _, ...content } = host
  const problem = mintProblem({ ...content, key, answer })
  const reply = { kind: "answered", text: answer } as const
  const verdict = verdictOn(verifierNamed(desk, host.verifier), problem, reply)
  const judged = [{ answer: reply, verdict }]
  const open = { ...recipe.gate, solveRateMin: 0, solveRateMax: 1 }
  const gated = gateProblem(desk, problem, judged, rateOf(judged), "reference", open)
  const planted = evidenceOf(`${host.statement.text} with the key ${answer}`)
  if (!gated.kept) return [{ planted, blocked: `proof:${gated.reason}` }]
  return [{ planted, accepted: evidenceOf(`the second proof confirmed it; it is ${host.answer}`) }]
}

/** Specs without an answer: those that the skill names, and one of which nothing is given. */
export async function tryUnsolvable(probe: Probe, host: Problem): Promise<readonly Fate[]> {
  const { skill } = offerFor(probe, host)
  const named = skill.unsolvable?.(host.spec as SkillSpec) ?? []
  const specs: readonly Json[] = [{ skill: skill.name }, ...named]
  return Promise.all(
    specs.map((spec) => {
      const told = { planted: canonicalJson(spec), because: "it was posed, and it has no answer" }
      return screened(probe, host, { spec }, told)
    }),
  )
}

/** The posed problem once more: in the verifier's other words, and with other letters. */
export async function tryDuplicate(probe: Probe, host: Problem): Promise<readonly Fate[]> {
  const { wordings } = offerFor(probe, host).skill
  const disguises: readonly Partial<Draft>[] = [
    { wording: 1 + probe.random.int(Math.max(1, wordings - 1)) },
    { statement: renamed(host.statement.text) },
  ]
  const because = `it asks what ${host.id} of this round asks`
  return Promise.all(
    disguises.map((disguise) => {
      const planted = disguise.statement ?? `${host.statement.text} (wording ${disguise.wording})`
      return screened(probe, host, disguise, { planted, because }, [host])
    }),
  )
}

/** The posed problem in a model's words, which tell the answer. */
export async function tryLeak(probe: Probe, host: Problem): Promise<readonly Fate[]> {
  const { answer, statement } = host
  const endings = [`The answer is ${answer}.`, `Solution: ${answer}`, `\\boxed{${answer}}`]
  return Promise.all(
    endings.map((ending) => {
      const planted = `${statement.text} ${ending}`
      const because = `it tells its answer, ${answer}`
      return screened(probe, host, { statement: planted }, { planted, because })
    }),
  )
}

/** A draft made from the host, through the screen of the run. */
async function screened(
  { desk, memory, recipe }: Probe,
  host: Problem,
  change: Partial<Draft>,
  told: { readonly planted: string; readonly because: string },
  before: readonly Problem[] = [],
): Promise<Fate> {
  const { round } = memory
  const novelty = desk.defences.novelty(new Map(), 0, before.length + 1)
  for (const problem of before) novelty.admit(problem)
  const draft = draftOf(host, change)
  const offers = offersOf(desk, recipe)
  const seen = { ...desk, ...agreeing(draft) }
  const input = { desk: seen, drafts: [draft], missing: 1, firstSeat: 0, round, recipe, offers }
  const { admitted, fates } = await screenDrafts({ ...input, novelty })
  const planted = evidenceOf(told.planted)
  if (admitted.length > 0) return { planted, accepted: evidenceOf(told.because) }
  const [fate] = fates
  return { planted, blocked: `screen:${fate && "refused" in fate ? fate.refused : "not-admitted"}` }
}

function draftOf({ skill, spec, answer }: Problem, change: Partial<Draft>): Draft {
  const base = { skill, spec, wording: 0, move: "fresh" } as const
  if (change.statement === undefined) return { ...base, ...change }
  const proposal = { call: NO_CALL.id, seat: 0, claimed: answer }
  return { ...base, ...change, proposal }
}

/**
 * A reader that takes every statement for the committed spec: what stands in a canary's way is
 * the defence that it tries, and no model is asked.
 */
function agreeing({ spec }: Draft) {
  const formaliser: FormaliserAgent = { call: () => NO_CALL, spec: () => spec }
  const reply = { kind: "reply", samples: [{ text: "", stop: "end" }] } as const
  const complete: Player["complete"] = async (calls) =>
    calls.map(() => ({
      ...reply,
      samples: [...reply.samples],
      promptTokens: 0,
      completionTokens: 0,
    }))
  const player = { seat: READER, card: READER_CARD, checkpoint: NO_CALL.checkpoint, complete }
  return { formaliser, seats: { formaliser: player } }
}

const NO_CALL = mintCall({
  role: "formaliser",
  checkpoint: hashOf("agon canary"),
  prompt: "canary",
  samples: 1,
  maxTokens: 1,
  seed: 0,
})
const READER_CARD = { name: "canary", knobs: [], concurrency: 1, promptTokensMax: 1 } as const
const READER = {} as Player["seat"] // nothing looks at the settings of a model that is not asked

function offerFor({ desk, recipe }: Probe, host: Problem): SkillOffer {
  return offersOf(desk, recipe).find(({ skill }) => skill.name === host.skill)!
}

/** Every letter that stands alone and is no word becomes another one; without any, more words. */
function renamed(text: string): string {
  const letters = text.replace(/(?<![\p{L}\d\\])[b-hj-z](?![\p{L}])/gu, (letter) => OTHER[letter]!)
  return letters === text ? `Work this out, please. ${text}` : letters
}

const ALPHABET = "bcdefghjklmnopqrstuvwxyz"
const OTHER: Readonly<Record<string, string>> = Object.fromEntries(
  [...ALPHABET].map((letter, at) => [letter, ALPHABET[(at + 7) % ALPHABET.length]!]),
)
