import { arithmeticIn } from "./calculator.ts"

/** Whole numbers joined by the four operations, as the specs of expressions write them. */
export type Tree =
  | number
  | { readonly op: "add" | "sub" | "mul" | "div"; readonly left: Tree; readonly right: Tree }

/** The tree of the arithmetic in a sentence; undefined where it is none of whole numbers. */
export function treeIn(sentence: string): Tree | undefined {
  const text = arithmeticIn(sentence)
  if (!/^[\d\s()+\-*/]+$/.test(text)) return undefined
  const input: Input = { tokens: text.match(/\d+|[()+\-*/]/g) ?? [], at: 0 }
  const tree = sum(input)
  return input.at === input.tokens.length ? tree : undefined
}

interface Input {
  readonly tokens: readonly string[]
  at: number
}

const SUMS = { "+": "add", "-": "sub" } as const
const PRODUCTS = { "*": "mul", "/": "div" } as const

function sum(input: Input): Tree | undefined {
  return chain(input, SUMS, product)
}

function product(input: Input): Tree | undefined {
  return chain(input, PRODUCTS, atom)
}

/** Operations of one rank, from left to right. */
function chain(
  input: Input,
  signs: Readonly<Record<string, "add" | "sub" | "mul" | "div">>,
  part: (input: Input) => Tree | undefined,
): Tree | undefined {
  let left = part(input)
  for (;;) {
    const op = signs[input.tokens[input.at] ?? ""]
    if (op === undefined || left === undefined) return left
    input.at++
    const right = part(input)
    left = right === undefined ? undefined : { op, left, right }
  }
}

function atom(input: Input): Tree | undefined {
  const token = input.tokens[input.at++]
  if (token !== "(") return token !== undefined && /^\d/.test(token) ? Number(token) : undefined
  const inner = sum(input)
  return input.tokens[input.at++] === ")" ? inner : undefined
}
