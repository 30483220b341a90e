import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick, settingOf, wished } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { commutativeForm, evaluate, flatForm, literals, write } from "../kernel/expression.ts"
import { productFamily, sumFamily } from "../kernel/family.ts"
import { agreesByResidues } from "../kernel/second-method.ts"
import { nearby, slipsNear } from "./integer-operands.ts"

const LITERAL_MAX = 999
const TERMS_MAX = 6 // with it every side of a × stays below 10^15, exact in a float

const AXES = [
  { name: "terms", values: [2, 3, 4], meaning: "how many numbers" },
  { name: "number", values: [9, 20, 50], meaning: "the largest number" },
  { name: "minus", values: [0, 1], meaning: "1 where numbers may be subtracted" },
  { name: "factor", values: [0, 5, 9, 12], meaning: "the largest side of a ×; 0 means no ×" },
]

const LEVELS = [
  { terms: 3, number: 20, minus: 0, factor: 0 }, // 17 + 9 + 14
  { terms: 3, number: 20, minus: 1, factor: 0 }, // 17 - (9 + 4)
  { terms: 3, number: 20, minus: 0, factor: 9 }, // 17 + 7 × 8
]

const BEYOND = [
  { terms: 3, number: 20, minus: 1, factor: 9 },
  { terms: 4, number: 20, minus: 1, factor: 9 },
]

export const ExpressionSpec = z.object({
  skill: z.literal("integer-expression"),
  expression: treeSchema(TERMS_MAX - 1).refine((tree) => literals(tree).length <= TERMS_MAX),
})
export type ExpressionSpec = { skill: "integer-expression"; expression: Tree }

/** An expression of numbers from 0, +, - and ×. */
export type Tree = number | { op: Op; left: Tree; right: Tree }

/** A schema as deep as the trees it admits: hostile input cannot make it recurse further. */
function treeSchema(depth: number): z.ZodType<Tree> {
  let schema: z.ZodType<Tree> = z.int().min(0).max(LITERAL_MAX)
  for (let i = 0; i < depth; i++) {
    const inner = schema
    const node = z.object({ op: z.enum(["add", "sub", "mul"]), left: inner, right: inner })
    schema = z.union([z.int().min(0).max(LITERAL_MAX), node])
  }
  return schema
}

export const expression: ExactSkill<ExpressionSpec> = {
  name: "integer-expression",
  title: "Expressions with +, - and ×",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "integer",
  phrases: [
    (whole) => `What is ${whole}?`,
    (whole) => `Compute ${whole}.`,
    (whole) => `Find the value of ${whole}.`,
    (whole) => `${whole} = ?`,
  ],

  sample(rung, random) {
    const most = at(rung, "terms")
    const factor = at(rung, "factor")
    const minus = at(rung, "minus") > 0
    const bounds = { low: 1, number: at(rung, "number"), minus, factor }
    const draw = () => {
      const terms = most > 2 && random.int(8) === 0 ? between(2, most - 1, random) : most
      const tree = drawTree(terms, bounds, random)
      if (largestFactor(tree) <= factor) return tree
      return drawTree(terms, { ...bounds, factor: 0 }, random) // sums fit every rung
    }
    const tree = wished(draw, (drawn) => factor === 0 || largestFactor(drawn) > 0, random)
    return { skill: "integer-expression", expression: tree }
  },

  mutate(spec, random) {
    return relativeOf(expression, spec, random, () => {
      const place = random.int(literals(spec.expression).length * 2 - 1)
      return { ...spec, expression: changeNode(spec.expression, { left: place }, random) }
    })
  },

  measure({ expression: tree }) {
    const numbers = literals(tree)
    const minus = operators(tree).includes("sub") ? 1 : 0
    return settingOf(AXES, [numbers.length, Math.max(...numbers), minus, largestFactor(tree)])
  },

  solve({ expression: tree }) {
    if (typeof tree === "number") return { refused: "nothing-to-compute" }
    return evaluate(tree)!
  },

  prove({ expression: tree }, key) {
    const agrees = key.denominator === 1n && agreesByResidues(tree, key.numerator)
    return { method: "residues", fault: agrees === true ? null : "the residues differ" }
  },

  form: () => "integer",

  say: ({ expression: tree }, notation) => [write(tree, notation)],

  identify({ expression: tree }) {
    return { canonical: commutativeForm(tree), family: familyOf(tree) }
  },

  slips({ expression: tree }, key) {
    const numbers = literals(tree)
    return [
      `${fromTheLeft(tree)}`, // ignored precedence and parentheses
      `${numbers.reduce((sum, number) => sum + number, 0)}`, // added everything
      ...slipsNear(key),
    ]
  },
}

/** One operation is a fact like any other; a longer expression is kin to its regroupings. */
function familyOf(tree: Tree): string {
  if (typeof tree === "object") {
    const { op, left, right } = tree
    if (typeof left === "number" && typeof right === "number") {
      if (op === "mul") return productFamily(left, right)
      return sumFamily(left, op === "add" ? right : -right)
    }
  }
  return `expression:${flatForm(tree)}`
}

const OPS = ["add", "sub", "mul"] as const
type Op = (typeof OPS)[number]

interface Bounds {
  readonly low: number
  readonly number: number
  readonly minus: boolean
  readonly factor: number
}

function opsWithin({ minus, factor }: Bounds): readonly Op[] {
  return OPS.filter((op) => (op !== "sub" || minus) && (op !== "mul" || factor > 0))
}

function drawTree(terms: number, bounds: Bounds, random: Random): Tree {
  if (terms === 1) return nearTop(bounds.low, bounds.number, random)
  const op = pick(opsWithin(bounds), random)
  const leftTerms = between(1, terms - 1, random)
  const sides =
    op === "mul" ? { ...bounds, number: Math.min(bounds.number, bounds.factor) } : bounds
  const left = drawSide(op, leftTerms, sides, random)
  return { op, left, right: drawSide(op, terms - leftTerms, sides, random) }
}

/** Inside a × numbers start lower, so that a bracket like (3 - 5) stays within the factor. */
function drawSide(op: Op, terms: number, bounds: Bounds, random: Random): Tree {
  if (op !== "mul") return drawTree(terms, bounds, random)
  if (terms === 1) return nearTop(2, bounds.number, random)
  const number = between(2, bounds.number, random)
  return drawTree(terms, { ...bounds, low: 1, number }, random)
}

/** The larger side of the largest ×, by size; 0 where nothing is multiplied. */
function largestFactor(tree: Tree): number {
  if (typeof tree === "number") return 0
  const inner = Math.max(largestFactor(tree.left), largestFactor(tree.right))
  if (tree.op !== "mul") return inner
  return Math.max(inner, Math.abs(treeValue(tree.left)), Math.abs(treeValue(tree.right)))
}

/** Floats are exact here: only sampled trees and their measure come this way. */
function treeValue(tree: Tree): number {
  if (typeof tree === "number") return tree
  return work(tree.op, treeValue(tree.left), treeValue(tree.right))
}

function work(op: Op, left: number, right: number): number {
  if (op === "add") return left + right
  return op === "sub" ? left - right : left * right
}

/** Works the signs one after another from the left, as a hasty reader does. */
function fromTheLeft(tree: Tree): number {
  const numbers = literals(tree)
  let result = numbers[0]!
  operators(tree).forEach((op, i) => {
    result = work(op, result, numbers[i + 1]!)
  })
  return result
}

function operators(tree: Tree): Op[] {
  if (typeof tree === "number") return []
  return [...operators(tree.left), tree.op, ...operators(tree.right)]
}

/** Changes the node that is `place.left` steps from here, counted depth first. */
function changeNode(tree: Tree, place: { left: number }, random: Random): Tree {
  const here = place.left-- === 0
  if (typeof tree === "number") return here ? nearby(tree, random) : tree
  if (here && random.int(3) === 0) return { ...tree, left: tree.right, right: tree.left }
  if (here) return { ...tree, op: pick(OPS, random) }
  const left = changeNode(tree.left, place, random)
  return { ...tree, left, right: changeNode(tree.right, place, random) }
}
