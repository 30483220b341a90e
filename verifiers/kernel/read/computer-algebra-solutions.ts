import { isDigit, isLetter } from "./digits.ts"

/**
 * Solutions as programs print them, as equations: {x: 1, y: 2} and {x -> 1, y -> 2} are
 * x = 1, y = 2; {{x -> 1}, {x -> 2}} and [{x: 1}, {x: 2}] are x = 1 or x = 2. Null for other
 * braces: {x : x > 1} stays a set.
 */
export function foldSolutions(text: string): string | null {
  const outer = text[0]
  if ((outer !== "{" && outer !== "[") || !(text.includes("->") || text.includes(":"))) return null
  if (text[text.length - 1] !== CLOSING.get(outer)) return null
  if (outer === "{" && text[1] !== "{") return solution(text)
  const parts = splitAtCommas(text.slice(1, -1))
  const solutions = parts?.map((part) => solution(part.trim())) ?? []
  return solutions.length === 0 || solutions.includes(null) ? null : solutions.join(" or ")
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
])

/** {x -> 1, y -> 2}, or null. */
function solution(text: string): string | null {
  if (text[0] !== "{" || text[text.length - 1] !== "}") return null
  const equations = splitAtCommas(text.slice(1, -1))?.map(equation) ?? []
  return equations.length === 0 || equations.includes(null) ? null : equations.join(", ")
}

/** `x: 1` and `x -> 1`: a name, and a value that states nothing. */
function equation(text: string): string | null {
  const [name, value] = sidesOf(text)
  if (name === "" || value === "" || STATING.test(value)) return null
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at)
    const fits = isLetter(code) || (at > 0 && (isDigit(code) || name[at] === "_"))
    if (!fits) return null
  }
  return `${name} = ${value}`
}

const STATING = /[<>=:|≤≥≠∈;]/

/** Before and behind the arrow, or the colon of a value with a digit: {x : even} is a set. */
function sidesOf(text: string): readonly [string, string] {
  const arrow = text.indexOf("->")
  const at = arrow === -1 ? text.indexOf(":") : arrow
  const value = text.slice(at + (arrow === -1 ? 1 : 2)).trim()
  if (at === -1 || (arrow === -1 && !/\d/.test(value))) return ["", ""]
  return [text.slice(0, at).trim(), value]
}

/** The parts between the commas that stand in no bracket; null where brackets do not match. */
function splitAtCommas(text: string): readonly string[] | null {
  const parts: string[] = []
  const open: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    const closing = CLOSING.get(sign)
    if (closing !== undefined) open.push(closing)
    else if (sign === ")" || sign === "]" || sign === "}") {
      if (open.pop() !== sign) return null
    } else if (sign === "," && open.length === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return open.length === 0 ? [...parts, text.slice(start)] : null
}
