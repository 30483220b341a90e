import type { SkillOffer } from "../agent.ts"
import type { Problem } from "../record/problem.ts"
import { randomStream } from "../rule/random.ts"
import { isRefusal } from "../rule/screen.ts"
import { problemFrom } from "../run/screen.ts"
import type { Verifier } from "../verifier.ts"

const DRAWS_PER_PROBLEM_MAX = 200 // a low level may have little that was never posed

interface FreshInput {
  readonly offers: readonly SkillOffer[]
  readonly verifiers: readonly Verifier[]
  readonly perLevel: number
  /** Named by what was trained, so that the set cannot have been known before. */
  readonly seed: string
  /** Forms that are no longer new: posed to an arm, or sealed. */
  readonly known: ReadonlySet<string>
}

/** Problems of every level that nobody has seen, drawn after all training has ended. */
export function drawFresh({ offers, verifiers, perLevel, seed, known }: FreshInput): Problem[] {
  return offers.flatMap(({ skill, verifier: name }) => {
    const verifier = verifiers.find((one) => one.name === name)!
    return skill.levels.flatMap((rung, at) => {
      const random = randomStream(0, "fresh", seed, skill.name, at)
      const found = new Map<string, Problem>()
      for (let draw = 0; draw < perLevel * DRAWS_PER_PROBLEM_MAX && found.size < perLevel; draw++) {
        const wording = random.int(skill.wordings)
        const lineage = { round: 0, seat: found.size, move: "fresh" } as const
        const problem = problemFrom(verifier, skill, skill.sample(rung, random), wording, lineage)
        if (isRefusal(problem) || problem.level !== at + 1) continue
        if (!known.has(problem.canonical)) found.set(problem.canonical, problem)
      }
      return [...found.values()]
    })
  })
}
