import type { Json } from "../../src/record/canonical.ts"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { skillNamed } from "../../verifiers/index.ts"
import { skillsIn } from "./fill.ts"
import { allWords, type Heard } from "./player.ts"

export interface Proposal {
  readonly skill: string
  readonly spec: Json
  readonly answer: string
  readonly statement: string
  readonly wording: number
}

/** Problems of the skills that the prompt asks for, each sampled at the level it names. */
export function propose(heard: Heard, schema: Json, random: Random): Proposal[] {
  const words = allWords(heard)
  const asked = asksIn(words, schema)
  if (asked.length === 0) return []
  const parent = parentIn(words)
  return Array.from({ length: countIn(words) }, (_, index) =>
    proposal(asked[index % asked.length]!, parent, random),
  )
}

interface Asked {
  readonly skill: string
  readonly level: number | undefined
}

const COUNT = /\b(?:propose|pose|write|give|make|count:?|exactly)\s+(?:me\s+)?(\d+)\b/i
const COUNT_AFTER = /\b(\d+)\s+(?:new\s+|different\s+|varied\s+)*(?:problems|proposals|specs)\b/i
const COUNT_USUAL = 4
const COUNT_MAX = 64

function countIn(words: string): number {
  const found = COUNT_AFTER.exec(words) ?? COUNT.exec(words)
  return Math.min(COUNT_MAX, Math.max(1, Number(found?.[1] ?? COUNT_USUAL)))
}

const SKILL_LINE = /^\W*skill:\s*["`*]*([a-z][a-z0-9-]*)([^\n]*)/gim
const LEVEL = /\blevels?["`]?\s*[:=]?\s*(\d+)/i
const AIM = /\b(?:aim at|of|at) level\s*:?\s*(\d+)/i

/** `skill: linear-equation, level: 3` in a line; without such lines, the schema's own skills. */
function asksIn(words: string, schema: Json): Asked[] {
  const aim = AIM.exec(words)?.[1]
  const named = [...words.matchAll(SKILL_LINE)].map(([, skill, rest]): Asked => {
    const level = LEVEL.exec(rest!)?.[1] ?? aim
    return { skill: skill!.toLowerCase(), level: level === undefined ? undefined : Number(level) }
  })
  const possible = skillsIn(schema)
  const known = named.filter(({ skill }) => skillNamed(skill) !== undefined)
  const fitting = known.filter(({ skill }) => possible.length === 0 || possible.includes(skill))
  if (fitting.length > 0) return fitting
  return possible.flatMap((skill) => (skillNamed(skill) ? [{ skill, level: undefined }] : []))
}

/** The archived problem that a prompt shows as the one to start from. */
function parentIn(words: string): unknown {
  const shown = /\bStart from this problem:\s*<data>(.*?)<\/data>/is.exec(words)?.[1]
  try {
    return shown === undefined ? undefined : JSON.parse(shown)
  } catch {
    return undefined
  }
}

const TRIES = 16 // a sample whose key is refused, or that is too hard, is drawn again

function proposal(asked: Asked, parent: unknown, random: Random): Proposal {
  const { skill, verifier } = skillNamed(asked.skill)!
  const rungs = skill.levels
  const level = Math.min(asked.level ?? 1 + random.int(rungs.length), rungs.length)
  const rung = rungs[Math.max(0, level - 1)]!
  const root = verifier.spec.safeParse(parent)
  const isChild = root.success && root.data.skill === asked.skill
  for (let i = 0; ; i++) {
    // A child may have got too hard: after half the tries a fresh one will do.
    const spec =
      isChild && i < TRIES / 2 ? skill.mutate(root.data, random) : skill.sample(rung, random)
    const derived = verifier.derive(spec)
    const isFit = derived.ok && isWithin(skill.measure(spec), rung)
    if (!isFit && i < TRIES) continue
    const wording = random.int(skill.wordings)
    const statement = TELLERS[random.int(TELLERS.length)]!(verifier.state(spec, wording).text)
    const answer = derived.ok ? verifier.present(derived.key) : ""
    return { skill: skill.name, spec, answer, statement, wording }
  }
}

function isWithin(measured: Rung, rung: Rung): boolean {
  return Object.entries(measured).every(([axis, amount]) => amount <= rung[axis]!)
}

/** Ways to put a statement into a little story, each on a line with the statement after a colon. */
const TELLERS: readonly ((statement: string) => string)[] = [
  (statement) => statement,
  (statement) => `A teacher writes on the board: ${statement}`,
  (statement) => `On a card that Ines draws it says: ${statement}`,
]
