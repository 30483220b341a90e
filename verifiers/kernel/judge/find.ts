import { extractAnswer } from "../extract/extract.ts"
import type { Wider } from "../extract/wider.ts"
import { Fuel } from "../fuel.ts"
import { isProgramText } from "../read/computer-algebra-fold.ts"
import { type Read, readMath } from "../read/read.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { isValue } from "./compare.ts"
import type { Key } from "./key.ts"
import { withoutAbout } from "./key.ts"
import type { JudgeOptions } from "./options.ts"
import { type Outcome, unsettled, wrong } from "./outcome.ts"
import { valuesIn } from "./solutions.ts"
import { holds } from "./task.ts"

type Span = readonly [number, number]

export interface Found {
  readonly text: string
  readonly rule: string
  readonly span?: Span
  /** Set where the reply itself settles the matter: it gives no answer, or several. */
  readonly outcome?: Outcome
}

/** The text that is the answer: all of it, or the final answer of a reply. */
export function findAnswer(reply: string, key: Key): Found {
  const { options } = key
  if (options.answer === "bare") return { text: withoutMark(reply, key), rule: "whole" }
  const found = extractAnswer(reply)
  switch (found.kind) {
    case "found": {
      const { text, rule, span, choice } = found
      if (!SURE.has(rule) && isProgram(reply) && holds(key, "code")) {
        return refused(wrong("read", "code", "code"), span)
      }
      const chosen =
        choice === undefined || choice.rest === "" || isLetter(key) ? text : choice.rest
      const whole = chosen === text ? wholeOf(found.wider ?? [], key) : null
      if (whole !== null) return { text: whole.text, rule, span: whole.span }
      return { text: withoutMark(chosen, key), rule, span }
    }
    case "hedged":
      if (isListed(key)) return { text: found.texts.join(", "), rule: "box", span: found.span }
      if (!holds(key, "hedge")) {
        return { text: found.texts.at(-1) ?? "", rule: "hedge", span: found.span }
      }
      return refused(wrong("extract", "hedged", "hedge"), found.span)
    case "negated":
      if (isLogical(key)) return { text: reply.trim(), rule: "whole", span: [0, reply.length] }
      return refused(wrong("extract", "negated"), found.span)
    case "unclear":
      return refused(unsettled("extract", "unclear"), found.span)
    case "cut-off":
      return refused(unreadable("cut-off", options), found.span)
    case "none":
      if (reply.trim() === "") return refused(wrong("extract", "empty"))
      return { text: reply.trim(), rule: "whole", span: [0, reply.length] }
    case "limit":
      return refused(unsettled("extract", "limit"))
  }
}

const SURE: ReadonlySet<string> = new Set(["tag", "box", "final-answer"])
const PROGRAM_CHARS_MAX = 400 // a longer text is a reply that may quote a program

/** Statements on one line, of which the extraction has found a part: answer = 5; print(answer). */
function isProgram(reply: string): boolean {
  const text = reply.trim()
  if (text.length > PROGRAM_CHARS_MAX || text.includes("\n") || !text.includes(";")) return false
  return isProgramText(text)
}

const FUEL_WIDER = 2_000 // steps for a second look at one line

/**
 * The whole expression that a found value is only a part of, as `ab` is cut off `ab/(a + b)`. Null
 * where nothing longer reads as one value.
 */
function wholeOf(wider: readonly Wider[], key: Key): Wider | null {
  for (const candidate of wider) {
    const { text, isLine } = candidate
    const read = readMath(text, { notation: "auto", names: key.names }, new Fuel(FUEL_WIDER))
    if (!read.ok || !read.readings.every(isPlainValue)) continue
    if (isLine && !read.readings.every(isValue)) continue // "Answer: 5" is no equation
    return candidate
  }
  return null
}

/** A value or an equation in letters that mathematics uses: Chinese prose is no product. */
function isPlainValue(expr: Expr): boolean {
  const isRatio = expr.kind === "ratio" && expr.parts.every(isValue)
  const isWhole =
    isRatio || isValue(expr) || (expr.kind === "relation" && expr.sides.every(isValue))
  return isWhole && [...namesIn(expr)].every((name) => /^[\w{}' ]+$/.test(name))
}

/** A key such as B: then a letter is the answer, and not the text that it stands for. */
function isLetter({ readings }: Key): boolean {
  const [reading] = readings
  if (reading?.kind === "symbol") return reading.name.length === 1
  return reading?.kind === "text" && reading.text.length === 1
}

/** A proposition: then "not" in the answer is a part of it. */
function isLogical({ readings }: Key): boolean {
  return readings[0]?.kind === "logic"
}

/** A key of several values: then several boxes are its parts, and no hedge. */
function isListed({ readings }: Key): boolean {
  const [reading] = readings
  return reading !== undefined && (valuesIn(reading)?.length ?? 0) > 1
}

/** Without the sign of a rounded value; but before a proposition, ~ negates. */
function withoutMark(text: string, key: Key): string {
  const bare = text.trim()
  return bare[0] === "~" && isLogical(key) ? bare : withoutAbout(text)
}

function refused(outcome: Outcome, span?: Span): Found {
  return { text: "", rule: "none", outcome, ...(span && { span }) }
}

function unreadable(reason: string, options: JudgeOptions): Outcome {
  return options.unreadable === "incorrect" ? wrong("read", reason) : unsettled("read", reason)
}

export function unread(read: Extract<Read, { ok: false }>, options: JudgeOptions): Outcome {
  switch (read.reason) {
    case "limit":
      return unsettled("read", "limit")
    case "empty":
      return wrong("read", "empty")
    case "code":
      return holds({ options }, "code")
        ? wrong("read", "code", "code")
        : unreadable("code", options)
    case "mixed-script":
      return { ...unreadable("mixed-script", options), policy: "mixed-script" }
    case "incomplete":
      return unreadable("cut-off", options)
    case "unreadable":
      return unreadable("unreadable", options)
  }
}
