import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
import { binomial, subsetsOf } from "./counting.ts"

const SIDE_MAX = 15

const Point = z.object({
  x: z.int().min(0).max(SIDE_MAX),
  y: z.int().min(0).max(SIDE_MAX),
})
type Point = z.infer<typeof Point>

/** Paths on a grid by steps to the right and up that avoid one or two points. */
export const latticePaths: DefinedSkill = defineSkill({
  name: "lattice-paths",
  title: "Paths on a grid",
  fields: { goal: Point, blocked: z.array(Point).min(1).max(2) },
  axes: [
    { name: "side", values: [6, 8, 10], meaning: "the longer side of the grid" },
    { name: "blocked", values: [1, 2], meaning: "how many points are avoided" },
  ],
  levels: [
    { side: 6, blocked: 1 }, // to (6, 4), not through (3, 2)
    { side: 8, blocked: 1 },
    { side: 8, blocked: 2 }, // to (8, 6), not through (3, 2) or (5, 5)
    { side: 10, blocked: 2 },
  ],
  beyond: [
    { side: 12, blocked: 2 },
    { side: 15, blocked: 2 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (goal, blocked) =>
      `A path leads from (0, 0) to ${goal} by steps of one unit to the right or up ` +
      `and does not pass through ${blocked}. How many such paths are there?`,
    (goal, blocked) =>
      `How many ways lead from the origin to ${goal} by unit steps right and up ` +
      `if one must not visit ${blocked}?`,
    (goal, blocked) =>
      `Count the lattice paths from the origin to ${goal} that consist of unit steps right ` +
      `and up and never meet ${blocked}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const side = () => nearTop(2, at(rung, "side"), random)
      const goal = { x: side(), y: side() }
      const count = between(1, at(rung, "blocked"), random)
      const point = () => ({ x: between(0, goal.x, random), y: between(0, goal.y, random) })
      return { goal, blocked: Array.from({ length: count }, point) }
    }
    return drawWithin(latticePaths, rung, random, draw, EASY)
  },

  change({ goal, blocked }, random) {
    const moved = ({ x, y }: Point) =>
      random.int(2) === 0
        ? { x: stepFrom(x, 0, SIDE_MAX, random), y }
        : { x, y: stepFrom(y, 0, SIDE_MAX, random) }
    if (random.int(2) === 0) return { goal: moved(goal), blocked }
    const place = random.int(blocked.length)
    return { goal, blocked: blocked.with(place, moved(blocked[place]!)) }
  },

  measure: ({ goal, blocked }) => [Math.max(goal.x, goal.y), blocked.length],

  /** Inclusion and exclusion over the blocked points that a path passes. */
  solve({ goal, blocked }) {
    const fault = faultOf(goal, blocked)
    if (fault !== null) return { refused: fault }
    let count = 0
    for (const passed of subsetsOf(blocked)) {
      count += (passed.length % 2 === 0 ? 1 : -1) * pathsThrough(passed, goal)
    }
    return count === 0 ? { refused: "no-path" } : `${count}`
  },

  /** Fills the grid point by point: the paths to a point are those to its left and below it. */
  prove({ goal, blocked }, key) {
    const closed = new Set(blocked.map(({ x, y }) => `${x},${y}`))
    let below = new Array<number>(goal.x + 1).fill(0)
    below[0] = 1
    for (let y = 0; y <= goal.y; y++) {
      const row: number[] = []
      for (let x = 0; x <= goal.x; x++) {
        const ways = below[x]! + (x > 0 ? row[x - 1]! : 0)
        row.push(closed.has(`${x},${y}`) ? 0 : ways)
      }
      below = row
    }
    return sameAs("grid", below[goal.x]!, key)
  },

  say({ goal, blocked }, notation) {
    return [write(goal), listed(blocked.map(write), notation, "or")]
  },

  /** Kin: the mirror image, and the way back. */
  identify({ goal, blocked }) {
    const back = (points: readonly Point[]) =>
      points.map(({ x, y }) => ({ x: goal.x - x, y: goal.y - y }))
    const kin = [blocked, back(blocked)].flatMap((points) => [
      named(goal, points),
      named(turned(goal), points.map(turned)),
    ])
    return { canonical: `paths:${named(goal, blocked)}`, family: `paths:${kin.sort()[0]}` }
  },

  slips({ goal, blocked }, key) {
    const all = binomial(goal.x + goal.y, goal.x)
    const through = blocked.map((point) => pathsThrough([point], goal))
    return [
      `${all}`, // forgot the blocked points
      `${all - Number(key)}`, // counted the paths through them
      `${all - through[0]!}`, // avoided the first only
      `${all - through.reduce((sum, each) => sum + each, 0)}`, // took paths through both twice
      `${all - binomial(blocked[0]!.x + blocked[0]!.y, blocked[0]!.x)}`, // stopped at the point
      ...slipsAround(key),
    ]
  },
})

const EASY = { goal: { x: 3, y: 2 }, blocked: [{ x: 1, y: 1 }] }

function faultOf(goal: Point, blocked: readonly Point[]): string | null {
  if (goal.x < 1 || goal.y < 1) return "no-choice"
  for (const [i, { x, y }] of blocked.entries()) {
    const atEnd = (x === 0 && y === 0) || (x === goal.x && y === goal.y)
    if (atEnd || x > goal.x || y > goal.y) return "not-between-the-ends"
    if (blocked.slice(0, i).some((other) => other.x === x && other.y === y)) return "twice"
  }
  return null
}

/** How many paths pass all the points; 0 where no path can. */
function pathsThrough(points: readonly Point[], goal: Point): number {
  let [ways, x, y] = [1, 0, 0]
  for (const next of [...points.toSorted((a, b) => a.x + a.y - b.x - b.y), goal]) {
    if (next.x < x || next.y < y) return 0
    ways *= binomial(next.x - x + next.y - y, next.x - x)
    ;[x, y] = [next.x, next.y]
  }
  return ways
}

function turned({ x, y }: Point): Point {
  return { x: y, y: x }
}

function named(goal: Point, points: readonly Point[]): string {
  return `${write(goal)} without ${points.map(write).sort().join(" ")}`
}

function write({ x, y }: Point): string {
  return `(${x}, ${y})`
}
