import type { AnswerFormat } from "../../src/record/problem.ts"
import { Fuel } from "../kernel/fuel.ts"
import { readMath } from "../kernel/read/read.ts"
import type { Expr } from "../kernel/tree.ts"

const FUEL = 20_000 // steps to read one key

/** The form that an answer must have, told by the key; "text" for a key that cannot be read. */
export function formatOf(key: string): AnswerFormat {
  const read = readMath(key, { notation: "auto", names: new Set() }, new Fuel(FUEL))
  return read.ok ? formatOfTree(read.readings[0]!) : "text"
}

function formatOfTree(tree: Expr): AnswerFormat {
  switch (tree.kind) {
    case "number":
      return tree.value.denominator === 1n ? "integer" : "decimal"
    case "quantity":
    case "percent":
    case "ratio":
    case "based":
      return "number"
    case "set":
    case "builder":
    case "named-set":
    case "set-operation":
      return "set"
    case "list":
    case "plus-minus":
      return "list"
    case "relation":
    case "congruence":
      return "equation"
    case "truth":
    case "logic":
      return "truth"
    case "tuple":
    case "interval":
    case "matrix":
    case "text":
      return tree.kind
    default:
      return "expression"
  }
}
