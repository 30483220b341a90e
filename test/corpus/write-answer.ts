import type { Answer, Case, Piece, Sign } from "./answer.ts"
import { unitRow } from "./answer.ts"
import { chance, oneOf } from "./draw.ts"
import { type Formula, namesIn, negate, num, product, sum, wholeOf } from "./formula.ts"
import { fenced, POWER, PRODUCT, type Style, SUM, writeFormula } from "./write-formula.ts"

/** An answer as somebody might write it, without a sentence around it. */
export function writeAnswer(answer: Answer, style: Style): string {
  switch (answer.is) {
    case "value":
      return writeValue(answer, style)
    case "items":
      return writeItems(answer.items, answer.shown, style)
    case "plus-minus":
      return writePlusMinus(answer.left, answer.right, style)
    case "matrix":
      return writeMatrix(answer.rows, style)
    case "ratio":
      return answer.parts
        .map((part) => writeFormula(part, style, POWER))
        .join(
          oneOf(style.random, [":", " : ", ":", ...(answer.parts.length === 2 ? [" to "] : [])]),
        )
    case "range":
      return writeRange(answer.pieces, answer.shown, style)
    case "equation":
      return `${writeFormula(answer.left, style)} = ${writeFormula(answer.right, style)}`
    case "inequality": {
      const [left, right] = [answer.left, answer.right].map((side) => writeFormula(side, style))
      return `${left} ${signText(answer.sign, style)} ${right}`
    }
    case "quantity":
      return writeQuantity(answer.value, answer.unit, style)
    case "family":
      return writeFamily(answer, style)
    case "antiderivative":
      return writeAntiderivative(answer, style)
    case "piecewise":
      return writeCases(answer.cases, style)
  }
}

function writeValue({ value, shown }: Extract<Answer, { is: "value" }>, style: Style): string {
  const { notation, random } = style
  const text = writeFormula(value, style, shown === "percent" ? PRODUCT : SUM)
  switch (shown) {
    case "bare":
      return grouped(value, text, style)
    case "percent":
      return `${text}${notation === "latex" ? "\\%" : oneOf(random, ["%", " percent"])}`
    case "money":
      return `${notation === "latex" ? "\\$" : "$"}${grouped(value, text, style)}`
    case "named":
      return `${namesIn(value).size === 0 ? "x" : "y"} = ${text}`
  }
}

/** Long whole numbers with or without separators of thousands. */
function grouped(value: Formula, text: string, { notation, random }: Style): string {
  const whole = wholeOf(value)
  if (whole === null || !/^\d{4,}$/.test(text) || chance(random, 0.6)) return text
  const comma = notation === "latex" ? oneOf(random, [",", "{,}", "\\,"]) : ","
  return text.replace(/\B(?=(\d{3})+$)/g, comma)
}

type Items = readonly Formula[]

function writeItems(items: Items, shown: "set" | "list" | "tuple", style: Style): string {
  const { notation, random } = style
  const texts = items.map((item) => writeFormula(item, style))
  if (shown === "tuple") return fenced(texts.join(", "), style)
  if (shown === "set") {
    const inside = texts.join(", ")
    if (notation !== "latex") return `{${inside}}`
    return chance(random, 0.5) ? `\\{${inside}\\}` : `\\left\\{${inside}\\right\\}`
  }
  const or = notation === "latex" ? oneOf(random, [" \\text{ or } ", "\\text{ and }"]) : " or "
  if (texts.length > 1 && chance(random, 0.2)) return texts.map((one) => `x = ${one}`).join(or)
  if (texts.length > 1 && chance(random, 0.15)) return `x = ${texts.join(", ")}`
  if (texts.length === 2 && chance(random, 0.3)) return texts.join(or)
  return texts.join(", ")
}

function writePlusMinus(left: Formula | null, right: Formula, style: Style): string {
  const sign = style.notation === "latex" ? "\\pm " : "±"
  const step = writeFormula(right, style, PRODUCT)
  if (left === null) return `${sign}${step}`
  return `${writeFormula(left, style)} ${sign}${style.notation === "latex" ? "" : " "}${step}`
}

function writeMatrix(rows: readonly Items[], style: Style): string {
  const texts = rows.map((row) => row.map((part) => writeFormula(part, style)))
  if (style.notation !== "latex") return `[${texts.map((row) => `[${row.join(", ")}]`).join(", ")}]`
  const shape = oneOf(style.random, ["pmatrix", "bmatrix"])
  const body = texts.map((row) => row.join(" & ")).join(" \\\\ ")
  return `\\begin{${shape}} ${body} \\end{${shape}}`
}

function writeRange(
  pieces: readonly Piece[],
  shown: "intervals" | "inequalities",
  style: Style,
): string {
  const { notation, random } = style
  if (shown === "inequalities") {
    const or = notation === "latex" ? "\\text{ or }" : " or "
    return pieces.map((piece) => writeCondition(piece, style)).join(or)
  }
  const union = notation === "latex" ? " \\cup " : oneOf(random, [" ∪ ", "∪", " U "])
  return pieces.map((piece) => writeInterval(piece, style)).join(union)
}

function writeInterval(piece: Piece, style: Style): string {
  const { notation, random } = style
  const infinite = { latex: "\\infty", plain: "inf", unicode: "∞" }[notation]
  const low = piece.low === null ? `-${infinite}` : writeFormula(piece.low, style)
  const high = piece.high === null ? infinite : writeFormula(piece.high, style)
  const [opens, closes] = [piece.lowClosed ? "[" : "(", piece.highClosed ? "]" : ")"]
  if (notation === "latex" && chance(random, 0.4)) {
    return `\\left${opens}${low}, ${high}\\right${closes}`
  }
  return `${opens}${low}, ${high}${closes}`
}

/** The condition that x lies in a piece: a < x ≤ b, x > a. */
function writeCondition({ low, high, lowClosed, highClosed }: Piece, style: Style): string {
  const above = (closed: boolean) => signText(closed ? "≥" : ">", style)
  const below = (closed: boolean) => signText(closed ? "≤" : "<", style)
  const turned = chance(style.random, 0.2)
  if (high === null) {
    const end = writeFormula(low!, style)
    return turned ? `${end} ${below(lowClosed)} x` : `x ${above(lowClosed)} ${end}`
  }
  const end = writeFormula(high, style)
  if (low === null)
    return turned ? `${end} ${above(highClosed)} x` : `x ${below(highClosed)} ${end}`
  return `${writeFormula(low, style)} ${below(lowClosed)} x ${below(highClosed)} ${end}`
}

function signText(sign: Sign, { notation, random }: Style): string {
  if (sign === "<" || sign === ">") return sign
  if (notation === "plain") return sign === "≤" ? "<=" : ">="
  if (notation === "unicode") return sign
  return sign === "≤" ? oneOf(random, ["\\le", "\\leq"]) : oneOf(random, ["\\ge", "\\geq"])
}

function writeQuantity(value: Formula, unit: string, style: Style): string {
  const { notation, random } = style
  const text = writeFormula(value, style, PRODUCT)
  if (chance(random, 0.3)) {
    const word = oneOf(random, unitRow(unit).words)
    return notation === "latex" ? `${text} \\text{ ${word}}` : `${text} ${word}`
  }
  if (notation === "unicode") return `${text} ${unit.replace("^2", "²")}`
  if (notation === "plain") return `${text} ${unit}`
  const [letters, raised = ""] = unit.split("^2").length === 2 ? [unit.slice(0, -2), "^2"] : [unit]
  return chance(random, 0.5)
    ? `${text} \\text{ ${letters}}${raised}`
    : `${text}\\,\\mathrm{${letters}}${raised}`
}

type Family = Extract<Answer, { is: "family" }>

function writeFamily({ starts, period, name }: Family, style: Style): string {
  const { notation, random } = style
  const turns = product(period, { is: "name", name })
  const branches = starts.map((start) => {
    const bare = wholeOf(start) === 0n ? turns : sum(start, turns)
    return `x = ${writeFormula(bare, style)}`
  })
  const or = notation === "latex" ? " \\text{ or } " : " or "
  const which = {
    latex: [`, ${name} \\in \\mathbb{Z}`, `, \\quad ${name}\\in\\mathbb{Z}`],
    plain: [`, where ${name} is an integer`, `, ${name} an integer`],
    unicode: [`, ${name} ∈ ℤ`],
  }[notation]
  return branches.join(or) + oneOf(random, ["", ...which])
}

type Antiderivative = Extract<Answer, { is: "antiderivative" }>

function writeAntiderivative({ of, constant }: Antiderivative, style: Style): string {
  const text = writeFormula(of, style)
  return constant === null ? text : `${text} + ${constant}`
}

function writeCases(cases: readonly Case[], style: Style): string {
  const latex: Style = { ...style, notation: "latex" }
  const lines = cases.map(({ value, when }) => {
    const word = oneOf(style.random, ["\\text{if } ", "", "\\text{for } "])
    return `${writeFormula(value, latex)} & ${word}${writeCondition(when, latex)}`
  })
  return `\\begin{cases} ${lines.join(" \\\\ ")} \\end{cases}`
}

/** The other way round: minus a value, written with no doubled sign. */
export function opposite(of: Formula): Formula {
  if (of.is === "negate") return of.of
  return wholeOf(of) === 0n ? num(0) : negate(of)
}
