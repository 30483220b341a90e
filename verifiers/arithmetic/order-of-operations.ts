import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, between, covers, fitting, nearTop, pick, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { commutativeForm, evaluate, flatForm, literals, write } from "../kernel/expression.ts"
import { print } from "../kernel/rational.ts"
import { nearby, slipsNear } from "./integer-operands.ts"
import { combineParts, faultOfParts, type Parts } from "./parts.ts"

const LITERAL_MAX = 99
const TERMS_MAX = 6 // with it every part, unreduced, stays below 10^13, exact in a float

const AXES = [
  { name: "terms", values: [3, 4, 5], meaning: "how many numbers" },
  { name: "number", values: [12, 20, 50], meaning: "the largest number" },
  { name: "parts", values: [1, 12], meaning: "the largest denominator of the result" },
]

const LEVELS = [
  { terms: 3, number: 12, parts: 1 }, // 12 / 3 + 5
  { terms: 4, number: 12, parts: 1 }, // 12 / (7 - 4) × 5
  { terms: 4, number: 20, parts: 1 }, // 18 - 20 / (9 - 4)
  { terms: 4, number: 20, parts: 12 }, // 18 / 12 + 5 × 3
]

const BEYOND = [
  { terms: 5, number: 20, parts: 1 },
  { terms: 5, number: 50, parts: 12 },
]

const OPS = ["add", "sub", "mul", "div"] as const
type Op = (typeof OPS)[number]
type Tree = number | { op: Op; left: Tree; right: Tree }

export type OrderSpec = { skill: "order-of-operations"; expression: Tree }
export const OrderSpec = z.object({
  skill: z.literal("order-of-operations"),
  expression: treeSchema(TERMS_MAX - 1).refine((tree) => literals(tree).length <= TERMS_MAX),
})

/** A schema as deep as the trees it admits: hostile input cannot make it recurse further. */
function treeSchema(depth: number): z.ZodType<Tree> {
  const literal = z.int().min(1).max(LITERAL_MAX)
  let schema: z.ZodType<Tree> = literal
  for (let i = 0; i < depth; i++) {
    const inner = schema
    schema = z.union([literal, z.object({ op: z.enum(OPS), left: inner, right: inner })])
  }
  return schema
}

export const orderOfOperations: ExactSkill<OrderSpec> = {
  name: "order-of-operations",
  title: "Expressions with division and brackets",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "rational",
  phrases: [
    (whole) => `What is ${whole}?`,
    (whole) => `Compute ${whole}.`,
    (whole) => `Find the value of ${whole}.`,
    (whole) => `${whole} = ?`,
  ],

  sample(rung, random) {
    const draw = (): OrderSpec => {
      const terms = nearTop(3, at(rung, "terms"), random)
      return {
        skill: "order-of-operations",
        expression: drawTree(terms, at(rung, "number"), random),
      }
    }
    const whole = at(rung, "parts") === 1 || random.int(4) === 0
    const fits = (spec: OrderSpec) => {
      const value = orderOfOperations.solve(spec)
      if ("refused" in value || !covers(rung, orderOfOperations.measure(spec))) return false
      return whole || value.denominator > 1n
    }
    return fitting(draw, fits, EASY)
  },

  mutate(spec, random) {
    return relativeOf(orderOfOperations, spec, random, () => {
      const place = random.int(literals(spec.expression).length * 2 - 1)
      return { ...spec, expression: changeNode(spec.expression, { left: place }, random) }
    })
  },

  measure({ expression }) {
    const numbers = literals(expression)
    const parts = Number(evaluate(expression)?.denominator ?? 1n)
    return settingOf(AXES, [numbers.length, Math.max(...numbers), parts])
  },

  solve({ expression }) {
    if (!operators(expression).includes("div")) return { refused: "nothing-to-divide" }
    if (literals(expression).length < 3) return { refused: "no-order-to-keep" }
    return evaluate(expression) ?? { refused: "division-by-zero" }
  },

  prove({ expression }, key) {
    return { method: "unreduced-parts", fault: faultOfParts(partsOf(expression), key) }
  },

  form: (key) => (key.denominator === 1n ? "integer" : "value"),

  say({ expression }, notation) {
    const line = write(expression, "plain")
    if (notation === "plain") return [line]
    return [line.replaceAll("×", "\\times").replaceAll("/", "\\div")]
  },

  identify({ expression }) {
    return { canonical: commutativeForm(expression), family: `expression:${flatForm(expression)}` }
  },

  slips({ expression }, key) {
    const numbers = literals(expression)
    const hasty = evaluate(fromTheLeft(numbers, operators(expression)))
    const sum = numbers.reduce((total, number) => total + number, 0)
    return [...(hasty === null ? [] : [print(hasty)]), `${sum}`, ...slipsNear(key)]
  },
}

const EASY: OrderSpec = {
  skill: "order-of-operations",
  expression: { op: "add", left: { op: "div", left: 12, right: 3 }, right: 5 },
}

function drawTree(terms: number, number: number, random: Random): Tree {
  if (terms === 1) return nearTop(1, number, random)
  const op = pick(OPS, random)
  if (op === "div" && terms === 2) {
    const right = between(2, Math.floor(number / 2), random)
    return { op, left: right * between(2, Math.floor(number / right), random), right }
  }
  const leftTerms = between(1, terms - 1, random)
  const left = drawTree(leftTerms, number, random)
  return { op, left, right: drawTree(terms - leftTerms, number, random) }
}

function partsOf(tree: Tree): Parts | null {
  if (typeof tree === "number") return { top: tree, bottom: 1 }
  const left = partsOf(tree.left)
  const right = partsOf(tree.right)
  return left === null || right === null ? null : combineParts(tree.op, left, right)
}

function operators(tree: Tree): Op[] {
  if (typeof tree === "number") return []
  return [...operators(tree.left), tree.op, ...operators(tree.right)]
}

/** The tree of a hasty reader, who works the signs one after another from the left. */
function fromTheLeft(numbers: readonly number[], ops: readonly Op[]): Tree {
  return ops.reduce<Tree>((left, op, i) => ({ op, left, right: numbers[i + 1]! }), numbers[0]!)
}

/** Changes the node that is `place.left` steps from here, counted depth first. */
function changeNode(tree: Tree, place: { left: number }, random: Random): Tree {
  const here = place.left-- === 0
  if (typeof tree === "number") return here ? Math.min(LITERAL_MAX, nearby(tree, random)) : tree
  if (here && random.int(3) === 0) return { ...tree, left: tree.right, right: tree.left }
  if (here) return { ...tree, op: pick(OPS, random) }
  const left = changeNode(tree.left, place, random)
  return { ...tree, left, right: changeNode(tree.right, place, random) }
}
