import { extractAnswer } from "../extract/extract.ts"
import { Fuel } from "../fuel.ts"
import { readMath } from "../read/read.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import type { JudgeOptions } from "./options.ts"
import { plain } from "./words.ts"

/** A key read once, for many answers. */
export interface Key {
  readonly options: JudgeOptions
  readonly text: string
  readonly readings: readonly Expr[]
  readonly names: ReadonlySet<string>
}

const NO_NAMES: ReadonlySet<string> = new Set()

/** Reads a key; one that cannot be read has no readings, and marks nobody wrong. */
export function keyFrom(text: string, options: JudgeOptions): Key {
  const readings = readingsOf(text, options)
  const names = new Set(readings.flatMap((reading) => [...namesIn(reading)]))
  return { options, text, readings, names }
}

function readingsOf(text: string, options: JudgeOptions): readonly Expr[] {
  try {
    const whole = readMath(text, { notation: "auto", names: NO_NAMES }, new Fuel(options.fuel))
    if (whole.ok) return whole.readings.map((reading) => said(text, reading))
    const found = extractAnswer(text)
    if (found.kind !== "found" || found.rule === "whole") return []
    const settings = { notation: "auto", names: NO_NAMES } as const
    const inner = readMath(found.text, settings, new Fuel(options.fuel))
    return inner.ok ? inner.readings : []
  } catch {
    return [] // out of fuel, or a bug of ours: either way the key cannot be used
  }
}

/** "Does not exist" is a statement in words; what is undefined equals nothing. */
export function said(text: string, reading: Expr): Expr {
  if (reading.kind !== "constant" || reading.name !== "undefined") return reading
  const words = plain(text)
  return words.includes("exist") || words.includes("dne") ? NOTHING_THERE : reading
}

const NOTHING_THERE: Expr = { kind: "text", text: "does not exist" }
