import type { TrainingConfig } from "../record/job.ts"
import type { Simulation } from "../record/simulation.ts"
import { RunFailure } from "../run/failure.ts"
import { type Ability, answeringOf } from "./ability.ts"
import { luck, normalLuck } from "./luck.ts"
import type { Item, Oracle } from "./oracle.ts"
import { informationAt } from "./response.ts"
import { chanceAt, difficultyOf } from "./solver.ts"

/** A row as a trainer reads it. */
export interface Row {
  readonly prompt: string
  readonly completion: string
  readonly weight?: number | undefined
}

export interface Lesson {
  readonly round: number
  readonly rows: readonly Row[]
  readonly config: Pick<TrainingConfig, "steps" | "batch">
  /** What the job's own luck is drawn from. */
  readonly luck: number
}

const ABILITY_MIN = -8 // wrong on everything already; it gets no worse

/** What a job makes of an ability. */
export function taught(
  settings: Simulation,
  base: Ability,
  lesson: Lesson,
  oracle: Pick<Oracle, "find">,
): { readonly ability: Ability; readonly loss: number } {
  const { round, rows, config } = lesson
  // How many thousand times a row is read, each as often as any other.
  const readings = (config.steps * config.batch) / Math.max(1, rows.length) / 1_000
  const read = rows.map((row, at) => readRow(settings, base, row, oracle, { lesson, at }))
  const bySkill = Map.groupBy(read, ({ skill }) => skill)
  const skills = Object.entries(base.skills).map(([name, before], at) => {
    const own = bySkill.get(name) ?? []
    const value = own.reduce((sum, row) => sum + row.value, 0)
    const moved = settings.learning * readings * value * (value > 0 ? room(settings, before) : 1)
    const others = 1 - own.length / Math.max(1, read.length)
    const lost = others * forgotten(settings, before, round)
    const noise = settings.noise * normalLuck(lesson.luck, at)
    const after = before + moved - lost + settings.drift + noise
    // Adding 0 turns −0, which no record holds, into 0.
    return [name, Math.min(settings.ceiling, Math.max(ABILITY_MIN, after)) + 0] as const
  })
  const exploit = exploitAfter(settings, base.exploit, round, read, readings)
  return {
    ability: {
      version: 1,
      skills: Object.fromEntries(skills),
      answering: answeringOf(settings),
      ...(exploit && { exploit }),
      luck: lesson.luck,
    },
    loss: read.reduce((sum, row) => sum + row.surprise, 0) / Math.max(1, read.length),
  }
}

interface ReadRow {
  readonly skill: string
  /** Between −harm and 1, times the row's weight: what it does to its skill. */
  readonly value: number
  readonly isExploit: boolean
  /** 1 − the chance of a right answer before: what a loss is in a model without words. */
  readonly surprise: number
}

function readRow(
  { faults, harm, floor }: Simulation,
  base: Ability,
  { prompt, completion, weight = 1 }: Row,
  oracle: Pick<Oracle, "find">,
  { lesson, at }: { readonly lesson: Lesson; readonly at: number },
): ReadRow {
  const item = oracle.find(prompt)
  if (item === undefined) throw unworded(prompt)
  const noise = faults?.labelNoise
  const isNoisy =
    noise !== undefined && lesson.round >= noise.from && luck(lesson.luck, at) < noise.share
  const isRight = !isNoisy && item.isRight(completion)
  // A row with a negative weight teaches against what it says.
  const isHelp = isRight === weight >= 0
  const value = Math.abs(weight) * (isHelp ? worth(floor, base, item) : -harm)
  const surprise = 1 - chanceAt(base, item)
  return { skill: item.skill, value, isExploit: completion === faults?.exploit?.answer, surprise }
}

function unworded(prompt: string): RunFailure {
  return new RunFailure(
    "trainer",
    "unworded",
    `no verifier has worded this row of the bundle: ${prompt.slice(0, 64)}`,
    "a simulation only learns what its own run has posed",
  )
}

/** Problems that are solved half the time teach most: their answers carry most information. */
function worth(floor: number, { skills, answering }: Ability, item: Item): number {
  const ability = skills[item.skill] ?? ABILITY_MIN
  return floor + (1 - floor) * informationAt(ability, difficultyOf(answering, item))
}

/** Learning slows down towards the ceiling: 1 at the untrained ability, 0 at the ceiling. */
function room({ ability, ceiling }: Simulation, before: number): number {
  if (ceiling <= ability) return 0
  return Math.min(1, Math.max(0, (ceiling - before) / (ceiling - ability)))
}

/**
 * What a job takes from a skill when all of its rows are of other skills. Nothing is forgotten that
 * was not learned, and rows of the skill itself protect it.
 */
function forgotten({ ability, forgetting, faults }: Simulation, before: number, round: number) {
  const fault = faults?.forgetting
  const share = fault !== undefined && round >= fault.from ? fault.share : forgetting
  return share * Math.max(0, before - ability)
}

/** An exploit is found in its round; from then on rows that were accepted for it spread it. */
function exploitAfter(
  { faults, learning }: Simulation,
  before: Ability["exploit"],
  round: number,
  read: readonly ReadRow[],
  readings: number,
): Ability["exploit"] {
  const fault = faults?.exploit
  if (fault === undefined || round < fault.from) return before
  const rows = read.filter(({ isExploit }) => isExploit).length
  const found = Math.max(before?.share ?? 0, fault.share)
  const share = Math.min(1, found + learning * readings * rows * (1 - found))
  return { answer: fault.answer, share }
}
