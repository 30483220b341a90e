import { hashWord } from "../record/id.ts"
import { aboveLadder, levelOf } from "../rule/ladder.ts"
import type { Skill, SkillSpec, Verifier } from "../verifier.ts"

/** A statement with what only its verifier knows of it. */
export interface Item {
  readonly skill: string
  /** From 1; a problem above the ladder counts as one level more than the highest. */
  readonly level: number
  /** Names the statement among all others: what is random about it is drawn from this. */
  readonly word: number
  readonly answer: string
  /** Answers that the verifier refuses. */
  readonly mistakes: readonly string[]
  isRight(answer: string): boolean
}

/**
 * Knows the key of every statement that its verifiers have put into words. A simulation has to, for
 * it decides whether an answer shall be right before there is one; nothing else may be handed this,
 * and no agent is: see src/cli/simulated.ts.
 */
export interface Oracle {
  /** The verifiers that a run is to use: the same ones, remembering what they worded. */
  readonly verifiers: readonly Verifier[]
  find(statement: string): Item | undefined
}

export function openOracle(verifiers: readonly Verifier[]): Oracle {
  const worded = new Map<string, { verifier: Verifier; spec: SkillSpec; item?: Item | undefined }>()
  return {
    verifiers: verifiers.map((verifier) => ({
      ...verifier,
      state(spec, wording) {
        const statement = verifier.state(spec, wording)
        if (!worded.has(statement.text)) worded.set(statement.text, { verifier, spec })
        return statement
      },
    })),
    find(statement) {
      const found = worded.get(statement)
      if (found === undefined) return undefined
      found.item ??= itemOf(found.verifier, found.spec, statement)
      return found.item
    },
  }
}

function itemOf(verifier: Verifier, spec: SkillSpec, statement: string): Item | undefined {
  const derived = verifier.derive(spec)
  const skill = verifier.skills.find(({ name }) => name === spec.skill)
  if (!derived.ok || skill === undefined) return undefined
  const { key } = derived
  const isRight = (answer: string) => verifier.judge(spec, key, answer).outcome === "correct"
  const answer = verifier.present(key)
  // A mistake may happen to be right; the last two are for verifiers that know of none.
  const mistakes = [...verifier.mistakes(spec, key), "0", "1"]
    .filter((mistake) => verifier.judge(spec, key, mistake).outcome === "incorrect")
    .slice(0, MISTAKES_MAX)
  const word = hashWord(statement)
  return { skill: skill.name, level: levelIn(skill, spec), word, answer, mistakes, isRight }
}

const MISTAKES_MAX = 4

function levelIn(skill: Skill, spec: SkillSpec): number {
  const rung = skill.measure(spec)
  return levelOf(skill, rung) + (aboveLadder(skill, rung) ? 1 : 0)
}
