import { VERIFIERS } from "../../verifiers/index.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { EventOf, ProposalLesson } from "../record/event.ts"
import { type CallId, hashWord, type ProblemId } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { Finding } from "../record/tombstone.ts"
import { sideOf } from "../rule/partition.ts"
import { withdrawalOf } from "../rule/recall.ts"
import { type History, problemsOf } from "../run/history.ts"
import type { Store } from "../store.ts"
import type { Message, Offered, Split } from "../training/export/example.ts"
import { familySides, type Side } from "../training/export/lineage.ts"
import { type Talk, talksOf } from "./export-proposer.ts"
import type { RecalledRun } from "./recall-left-out.ts"

export interface Proposed {
  readonly offers: readonly Offered[]
  readonly apart: number
  /** Why each proposal was left out whose problem a recall has withdrawn. */
  readonly withdrawn: readonly Finding[]
}

type Taught = EventOf<"proposer.taught">

/**
 * What a model proposed, with what each proposal earned. What the screen found to be of a sealed
 * family is left out, and so are the calls that were shown it again: neither side of a bundle may
 * hold what the run keeps for its tests.
 */
export async function gatherOffers(
  store: Store,
  history: History,
  sides: ReadonlyMap<ProblemId, Side>,
  validationPermille: number,
  recalled?: RecalledRun,
): Promise<Proposed> {
  const problems = problemsOf(history)
  const offers: Offered[] = []
  const withdrawn: Finding[] = []
  let apart = 0
  const posed = history.rounds.flatMap((round) => round.posed.problems)
  const families = familySides(posed, sides)
  for (const { taught } of history.rounds) {
    if (taught?.lessons === undefined) continue
    const byCall = Map.groupBy(taught.lessons, ({ call }) => call)
    const talks = await talksOf(store, [...byCall.keys()])
    const isSealed = sealedBy(history, talks)
    const sealed = taught.lessons.filter(isSealed).map((one) => wordsOf(specIn(one, talks)))
    for (const [call, lessons] of byCall) {
      const talk = talks.get(call)!
      const open = lessons.filter((lesson) => !isSealed(lesson))
      const split = sideOfCall(call, open, sides, validationPermille)
      if (split === "apart" || isShownAny(talk, sealed)) {
        apart += lessons.length
        continue
      }
      apart += lessons.length - open.length
      for (const lesson of open) {
        const family = lesson.problem ? undefined : familyOf(specIn(lesson, talks))
        if (family !== undefined && !families.claim(family, split)) {
          apart++
          continue
        }
        const finding = recalled && withdrawalOf(recalled.standing, undefined, lesson.problem)
        if (finding === undefined) offers.push(offerOf(lesson, talk, split, taught, problems))
        else withdrawn.push(finding)
      }
    }
  }
  return { offers, apart, withdrawn }
}

type Talks = ReadonlyMap<CallId, Talk>

/**
 * Whether a proposal is of a sealed family. The screen looks for that last, so what it refused for
 * another reason, being too hard for one, is looked at again.
 */
function sealedBy({ opened, suites }: History, talks: Talks): (lesson: ProposalLesson) => boolean {
  const guarded = new Set(
    [...suites.values()].flatMap(({ problems }) => problems.map(({ family }) => family)),
  )
  const { sealedPermille } = opened.recipe.suites
  return (lesson) => {
    if (lesson.problem !== undefined) return false // the screen let it through
    if (lesson.refused === "sealed") return true
    const family = familyOf(specIn(lesson, talks))
    if (family === undefined) return false
    return guarded.has(family) || sideOf(family, sealedPermille) !== "trainable"
  }
}

function familyOf(spec: unknown): string | undefined {
  for (const verifier of VERIFIERS) {
    const parsed = verifier.spec.safeParse(spec)
    if (parsed.success && verifier.derive(parsed.data).ok) {
      return verifier.identify(parsed.data).family
    }
  }
  return undefined
}

function specIn({ call, seat }: ProposalLesson, talks: Talks): unknown {
  const proposal = talks.get(call)!.proposals[seat]
  return (proposal as { spec?: unknown } | undefined)?.spec
}

function isShownAny({ messages }: Talk, sealed: readonly string[]): boolean {
  const said = messages.map(({ content }) => content.replace(/\s/g, ""))
  return sealed.some((spec) => said.some((text) => text.includes(spec)))
}

/** A spec in the words in which the model wrote it, as far as spacing does not matter. */
function wordsOf(spec: unknown): string {
  return JSON.stringify(spec ?? null).replace(/\s/g, "")
}

/** A call's proposals stay together, on the side of the problems that they became. */
function sideOfCall(
  call: CallId,
  lessons: readonly ProposalLesson[],
  sides: ReadonlyMap<string, Side>,
  validationPermille: number,
): Side {
  const known = new Set(lessons.flatMap(({ problem }) => (problem && sides.get(problem)) ?? []))
  if (known.size > 1) return "apart"
  const [side] = known
  if (side !== undefined) return side
  return hashWord(`agon export split 1 ${call}`) % 1_000 < validationPermille
    ? "validation"
    : "train"
}

function offerOf(
  { call, seat, reward, problem, refused }: ProposalLesson,
  talk: Talk,
  split: Split,
  { preferences = [] }: Taught,
  problems: ReadonlyMap<ProblemId, Problem>,
): Offered {
  const isBest = preferences.some((one) => one.call === call && one.chosen === seat)
  const isWorst = preferences.some((one) => one.call === call && one.rejected === seat)
  const posed = problem && problems.get(problem)
  return {
    call,
    seat,
    split,
    prompt: talk.messages as Message[],
    text: canonicalJson({ proposals: [talk.proposals[seat]!] }),
    reward,
    ...(posed && { problem: posed }),
    ...(refused !== undefined && { refused }),
    ...((isBest || isWorst) && { rank: isBest ? ("best" as const) : ("worst" as const) }),
  }
}
