import type { Expr } from "../tree.ts"
import type { Groups } from "./sentence.ts"

/**
 * The groups of a sentence with what belongs to one solution put together: "and" binds tighter than
 * "or", and in x = 1, y = 2, x = 3, y = 4 the second x begins another solution.
 */
export function bySolution(read: Groups): Groups {
  const { groups, words } = read
  if (groups.length === 1) {
    const rounds = roundsOf(groups[0]!)
    return rounds === null ? read : { groups: rounds, words: rounds.slice(1).map(() => "or") }
  }
  if (!words.includes("and") || !words.includes("or") || !groups.flat().every(isRelation)) {
    return read
  }
  const joined: Expr[][] = [[...groups[0]!]]
  groups.slice(1).forEach((items, i) => {
    if (words[i] === "or") joined.push([...items])
    else joined.at(-1)!.push(...items)
  })
  return { groups: joined, words: words.filter((word) => word === "or") }
}

/** Solutions with several parts each: `x = 1, y = 2 or x = 3, y = 4`. */
export function isSystem(groups: Groups["groups"]): boolean {
  const size = groups[0]!.length
  return size > 1 && groups.every((items) => items.length === size && items.every(isRelation))
}

/** x = 1, y = 2; x = 3, y = 4: what gives the same names other values is another solution. */
export function areSolutions(groups: Groups["groups"]): boolean {
  const [first, ...others] = groups.map((items) => items.map(nameOf))
  return first!.every((name) => name !== "") && others.every((names) => `${names}` === `${first}`)
}

/** The items in rounds that each give the same names values, two at least; else null. */
function roundsOf(items: readonly Expr[]): readonly (readonly Expr[])[] | null {
  if (items.length < LEAST || !items.every(isRelation)) return null
  const names = items.map(nameOf)
  const size = names.indexOf(names[0]!, 1)
  if (size < 2 || items.length % size !== 0) return null
  const rounds = Array.from({ length: items.length / size }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
  return new Set(names).size === size && areSolutions(rounds) ? rounds : null
}

const LEAST = 4 // two unknowns, twice

function isRelation({ kind }: Expr): boolean {
  return kind === "relation"
}

/** The name that an equation gives a value, or nothing. */
function nameOf(item: Expr): string {
  const [name] = item.kind === "relation" && item.signs[0] === "=" ? item.sides : []
  return name?.kind === "symbol" ? name.name : ""
}
