import { skillNamed, VERIFIERS } from "../../verifiers/index.ts"
import type { Problem } from "../record/problem.ts"
import { randomStream } from "../rule/random.ts"
import { isRefusal } from "../rule/screen.ts"
import { RunFailure } from "../run/failure.ts"
import { problemFrom } from "../run/screen.ts"
import type { Skill, Verifier } from "../verifier.ts"
import { answerLatex } from "./answer-latex.ts"
import { UsageError } from "./exit.ts"
import { didYouMean, nearestFew } from "./nearest.ts"

/** A problem with the method that proved its key a second time. */
export interface ProvenProblem {
  readonly problem: Problem
  readonly verifier: Verifier
  readonly secondMethod: string
  /** The answer in LaTeX, where that says more than its text. */
  readonly latex: string | undefined
}

export interface SetRequest {
  /** Where skills are looked for; without it, among those that come with Agon. */
  readonly verifiers?: readonly Verifier[]
  readonly skills: readonly string[]
  readonly count: number
  /** Lowest and highest level, from 1; the top of a skill's ladder where it is left out. */
  readonly levels: { readonly low: number; readonly high: number } | undefined
  readonly seed: number
}

/** Where a set draws from: one skill at one level, with its own stream of random numbers. */
interface Place {
  readonly skill: Skill
  readonly verifier: Verifier
  readonly level: number
}

const DRAWS_PER_PROBLEM_MAX = 1_000 // the hardest honest case needs some 30

/**
 * A set of distinct problems, easy ones first, spread evenly over levels and skills. The same
 * request makes the same set, and a longer one begins each level with the same problems.
 */
export function drawSet(request: SetRequest): ProvenProblem[] {
  const places = placesOf(request)
  const { count, seed } = request
  return places
    .flatMap((place, at) => {
      const share = Math.floor(count / places.length) + (at < count % places.length ? 1 : 0)
      return draw(place, share, seed)
    })
    .sort((a, b) => a.problem.level - b.problem.level)
}

function placesOf({ verifiers = VERIFIERS, skills, levels }: SetRequest): Place[] {
  const places = skills.flatMap((name) => {
    const found = skillNamed(name, verifiers)
    if (found === undefined) throw unknownSkill(name, verifiers)
    const top = found.skill.levels.length
    const { low, high } = levels ?? { low: 1, high: top }
    if (low < 1 || high > top || low > high) {
      throw new UsageError(
        `${name} has levels 1 to ${top}, not ${low === high ? low : `${low}-${high}`}`,
        "`agon problems --list` shows what each level is",
      )
    }
    return Array.from({ length: high - low + 1 }, (_, at) => ({ ...found, level: low + at }))
  })
  return places.sort((a, b) => a.level - b.level)
}

function skillNames(verifiers: readonly Verifier[]): string[] {
  return verifiers.flatMap(({ skills }) => skills.map(({ name }) => name))
}

/** The few that were probably meant, of many; or the skills of the domain that was named. */
export function unknownSkill(name: string, verifiers: readonly Verifier[]): UsageError {
  const domain = verifiers.find((verifier) => verifier.name === name.toLowerCase())
  if (domain !== undefined) {
    const skills = skillNames([domain]).join(", ")
    return new UsageError(`${name} is a verifier, and no skill of one`, `its skills: ${skills}`)
  }
  const known = skillNames(verifiers)
  const near = nearestFew(name, known).join(", ")
  return new UsageError(
    `no verifier has a skill ${name}.${didYouMean(name, known)}`,
    `nearest: ${near}\n${EVERY_SKILL}`,
  )
}

export const EVERY_SKILL = "`agon verifier list` names every skill"

function draw({ skill, verifier, level }: Place, count: number, seed: number): ProvenProblem[] {
  const random = randomStream(seed, "problems", skill.name, level)
  const found = new Map<string, ProvenProblem>()
  for (let n = 0; n < count * DRAWS_PER_PROBLEM_MAX && found.size < count; n++) {
    const wording = random.int(skill.wordings)
    const spec = skill.sample(skill.levels[level - 1]!, random)
    const lineage = { round: 0, seat: found.size, move: "fresh" } as const
    const problem = problemFrom(verifier, skill, spec, wording, lineage)
    if (isRefusal(problem) || problem.level !== level || found.has(problem.canonical)) continue
    found.set(problem.canonical, prove(problem, verifier))
  }
  if (found.size === count) return [...found.values()]
  throw new RunFailure(
    "verifier",
    "too-few",
    `${skill.name} has only ${found.size} distinct problems at level ${level}, and ${count} are needed`,
    "ask for fewer problems, or for more levels",
  )
}

/** No problem leaves without its key confirmed by a method that shares no step with the first. */
function prove(problem: Problem, verifier: Verifier): ProvenProblem {
  const verdict = verifier.recheck(problem.spec as never, problem.key as never)
  if (verdict.outcome === "correct") {
    const latex = answerLatex(problem, verifier)
    return { problem, verifier, secondMethod: verdict.method, latex }
  }
  throw new RunFailure(
    "verifier",
    "key-refuted",
    `the two methods of verifier ${verifier.name} disagree on: ${problem.statement.text}`,
    "this is a fault in the verifier: please report it",
  )
}
