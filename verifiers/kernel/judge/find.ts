import { extractAnswer } from "../extract/extract.ts"
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
      if (rule !== "tag" && isDenied(reply, span)) return refused(wrong("extract", "negated"), span)
      if (!SURE.has(rule) && isProgram(reply) && holds(key, "code")) {
        return refused(wrong("read", "code", "code"), span)
      }
      const chosen =
        choice === undefined || choice.rest === "" || isLetter(key) ? text : choice.rest
      const whole = chosen === text ? wholeOf(reply, text, rule, span, key) : null
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

const LINE_CHARS_MAX = 300 // a longer line is prose around its answer

/**
 * The whole expression that a found value is only a part of, as `ab` is cut off `ab/(a + b)`: the
 * rest of its line behind the cue, or all of a short reply, if that reads as one value. Null where
 * it does not, or where nothing more stands there.
 */
function wholeOf(
  reply: string,
  text: string,
  rule: string,
  span: Span,
  key: Key,
): (Pick<Found, "text"> & { readonly span: Span }) | null {
  if (rule === "tag") return null
  if (rule === "box") return aroundBox(reply, text, span, key)
  const end = reply.indexOf("\n", span[1])
  const stop = end === -1 ? reply.length : end
  const start = reply.lastIndexOf("\n", Math.max(0, span[0] - 1)) + 1
  if (stop - start > LINE_CHARS_MAX) return null
  for (const from of [cueEnd(reply, start, span[0]), start]) {
    const candidate = withoutStop(reply.slice(from, stop))
    if (candidate.length <= text.length) continue
    const read = readMath(candidate, { notation: "auto", names: key.names }, new Fuel(FUEL_LINE))
    if (!read.ok || !read.readings.every(isPlainValue)) continue
    if (from === start && !read.readings.every(isValue)) continue // "Answer: 5" is no equation
    return { text: candidate, span: [from, stop] }
  }
  return null
}

/** A value or an equation in letters that mathematics uses: Chinese prose is no product. */
function isPlainValue(expr: Expr): boolean {
  const isWhole = isValue(expr) || (expr.kind === "relation" && expr.sides.every(isValue))
  return isWhole && [...namesIn(expr)].every((name) => /^[\w{}' ]+$/.test(name))
}

/** 2\\boxed{5} and \\boxed{5}! are no 5: what stands around the box in its formula counts. */
function aroundBox(reply: string, text: string, [from, to]: Span, key: Key) {
  const [start, end] = [edgeBefore(reply, from), edgeBehind(reply, to)]
  const [before, behind] = [reply.slice(start, from), withoutStop(reply.slice(to, end))]
  if (end - start > LINE_CHARS_MAX || (before.trim() === "" && behind === "")) return null
  if (hasWord(before) || hasWord(behind)) return null
  const whole = `${before}(${text})${behind}`
  const read = readMath(whole, { notation: "auto", names: key.names }, new Fuel(FUEL_LINE))
  return read.ok && read.readings.every(isValue) ? { text: whole, span: [from, to] as Span } : null
}

/** Two letters side by side that are no command: prose, and no formula around the box. */
function hasWord(text: string): boolean {
  return /[a-z]{2}/i.test(text.replace(/\\[a-z]+/gi, " "))
}

const EDGES = ["$", "\\(", "\\)", "\\[", "\\]", "\n"] as const

function edgeBefore(reply: string, at: number): number {
  const near = reply.slice(Math.max(0, at - LINE_CHARS_MAX), at)
  const found = EDGES.map(
    (edge) => near.lastIndexOf(edge) + (near.includes(edge) ? edge.length : 0),
  )
  return at - near.length + Math.max(0, ...found)
}

function edgeBehind(reply: string, at: number): number {
  const near = reply.slice(at, at + LINE_CHARS_MAX)
  const found = EDGES.map((edge) => near.indexOf(edge)).filter((index) => index !== -1)
  return at + Math.min(near.length, ...found)
}

/** "La respuesta no es 5", "a common wrong answer is 5": said of the value, in its own sentence. */
function isDenied(reply: string, [from]: Span): boolean {
  const near = reply.slice(Math.max(0, from - SENTENCE_CHARS), from).toLowerCase()
  const start = Math.max(...["\n", ". ", "! ", "? ", "。"].map((stop) => near.lastIndexOf(stop)))
  const sentence = ` ${near.slice(start + 1)}`
  if (DENIALS.some((word) => sentence.includes(word))) return true
  const behind = reply.slice(from, from + SENTENCE_CHARS).split("\n", 1)[0]!
  return DENIALS_BEHIND.some((word) => behind.toLowerCase().includes(word))
}

const SENTENCE_CHARS = 120
const DENIALS = [
  ...[
    " no es ",
    " não é ",
    " non è ",
    " nicht ",
    " keinesfalls ",
    " kein ",
    "n'est pas",
    "n’est pas",
  ],
  ...[" is niet ", " nie jest ", " är inte ", " er ikke ", " не ", "ليس", "不是", "değil"],
  ...["wrong answer is", "incorrect answer is", "wrong result is", "mistaken answer is"],
] as const
const DENIALS_BEHIND = [
  ...["(rejected)", "(wrong)", "(incorrect)", "(invalid)", "[incorrect]", "[wrong]", "❌"],
  ...["ではありません", "ではない", "じゃない", "아닙니다", "아니다", "değil"],
] as const

const FUEL_LINE = 2_000 // steps for a second look at one line

/** Behind the last "is", colon or run of # before a position. */
function cueEnd(reply: string, start: number, at: number): number {
  const before = reply.slice(start, at)
  const found = CUES.map((cue) => before.lastIndexOf(cue) + (before.includes(cue) ? cue.length : 0))
  return start + Math.max(0, ...found)
}

const CUES = [" is ", ": ", "# "] as const

function withoutStop(text: string): string {
  const bare = text.trim()
  return bare.endsWith(".") && !bare.endsWith("..") ? bare.slice(0, -1).trimEnd() : bare
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
