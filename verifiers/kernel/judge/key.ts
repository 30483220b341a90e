import { extractAnswer } from "../extract/extract.ts"
import { Fuel, OutOfFuel } from "../fuel.ts"
import { readMath } from "../read/read.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { type ChoiceKeys, choiceIn } from "./choice.ts"
import type { JudgeOptions } from "./options.ts"
import { plain } from "./words.ts"

/** A key read once, for many answers. */
export interface Key {
  readonly options: JudgeOptions
  readonly text: string
  readonly readings: readonly Expr[]
  readonly names: ReadonlySet<string>
  /** Where the key is a choice with what it stands for: the two by themselves. */
  readonly choice: ChoiceKeys | null
  /** Set where a bug kept the key from being read. */
  readonly broken: boolean
}

const NO_NAMES: ReadonlySet<string> = new Set()

/** Reads a key; one that cannot be read has no readings, and marks nobody wrong. */
export function keyFrom(text: string, options: JudgeOptions): Key {
  const found = readingsOf(withoutAbout(text), options)
  const readings = asPair(found ?? [])
  const names = new Set(readings.flatMap((reading) => [...namesIn(reading)]))
  return { options, text, readings, names, choice: choiceOf(text, options), broken: found === null }
}

function choiceOf(text: string, options: JudgeOptions): ChoiceKeys | null {
  const choice = choiceIn(text)
  if (choice === null) return null
  return { letter: keyFrom(choice.letter, options), rest: keyFrom(choice.rest, options) }
}

/** A key in brackets is a pair before it is a number with a thousands comma: (100,200). */
function asPair(readings: readonly Expr[]): readonly Expr[] {
  const pairs = readings.filter(({ kind }) => kind === "tuple" || kind === "interval")
  return pairs.length > 0 ? pairs : readings
}

function readingsIn(text: string, options: JudgeOptions): readonly Expr[] {
  const found = extractAnswer(text)
  if (found.kind !== "found" || !ANNOUNCED.has(found.rule)) return []
  const settings = { notation: "auto", names: NO_NAMES } as const
  const inner = readMath(found.text, settings, new Fuel(options.fuel))
  return inner.ok ? inner.readings : []
}

/** A key is taken out of a worked solution only where the solution says which part it is. */
const ANNOUNCED: ReadonlySet<string> = new Set(["tag", "box", "final-answer", "answer"])

/** Null where reading broke down: a bug of ours. */
function readingsOf(text: string, options: JudgeOptions): readonly Expr[] | null {
  try {
    if (text.includes("\\boxed{") || text.includes("####")) return readingsIn(text, options)
    const whole = readMath(text, { notation: "auto", names: NO_NAMES }, new Fuel(options.fuel))
    if (whole.ok) return whole.readings.map((reading) => said(text, reading))
    return readingsIn(text, options)
  } catch (error) {
    return error instanceof OutOfFuel ? [] : null
  }
}

/** "Does not exist" is a statement in words; what is undefined equals nothing. */
export function said(text: string, reading: Expr): Expr {
  if (reading.kind !== "constant" || reading.name !== "undefined") return reading
  const words = plain(text)
  return words.includes("exist") || words.includes("dne") ? NOTHING_THERE : reading
}

const NOTHING_THERE: Expr = { kind: "text", text: "does not exist" }

/** Without a sign that the value is rounded: whether the digits suffice is judged anyway. */
export function withoutAbout(text: string): string {
  const bare = text.trim()
  return ABOUT.has(bare[0] ?? "") ? bare.slice(1) : bare
}

const ABOUT = new Set(["≈", "≃", "≅", "~", "∼"])
