import { type Prints, printsOf } from "./contamination-prints.ts"

/** What must not be trained on: an item of a sealed set or of somebody's list. */
export interface Guarded {
  readonly prints: Partial<Prints>
  /** How many tiles it has, where not all of them are held. */
  readonly tileCount?: number
  /** Its place in the list, from 0, where that is not its place here. */
  readonly place?: number
  /** A sealed problem's own names for what it asks and for its relatives. */
  readonly canonical?: string
  readonly family?: string
}

export interface GuardedList {
  readonly name: string
  /**
   * `sealed`: the run's own sets, which share their templates with the training problems on
   * purpose and are kept apart by family. `foreign`: nothing of it may be shared, its templates
   * neither.
   */
  readonly kind: "sealed" | "foreign"
  readonly items: readonly Guarded[]
}

/** A text that is about to be trained on. */
export interface Candidate {
  readonly text: string
  readonly canonical?: string
  /** Its family, and those of the problems that it is made of. */
  readonly families?: readonly string[]
}

export const METHODS = {
  exact: "the same text, whatever its case, spacing and last punctuation",
  renamed: "the same text with other symbols",
  canonical: "the same problem by its verifier's canonical form",
  family: "a relative by its verifier's family",
  shape: "the same text with other symbols, names and numbers",
  gram: "13 words or numbers in a row",
  template: "the same words around the formulas, or half of all runs of 4 such words",
} as const
export type Method = keyof typeof METHODS

export interface Hit {
  readonly method: Method
  readonly list: string
  /** Place in the list, from 0. */
  readonly item: number
}

/** Says of a text whether a guarded one is in it. */
export interface Firewall {
  check(candidate: Candidate): Hit | undefined
}

export function openFirewall(
  lists: readonly GuardedList[],
  print: (text: string) => Prints = printsOf,
): Firewall {
  const walls = lists.map(openList)
  return {
    check(candidate) {
      const prints = print(candidate.text)
      for (const wall of walls) {
        const hit = wall(candidate, prints)
        if (hit !== undefined) return hit
      }
      return undefined
    },
  }
}

/** All that texts may be recognised by. */
export function printNames(prints: Partial<Prints>): string[] {
  const { exact, renamed, shape, frame, grams = [], tiles = [] } = prints
  return [exact, renamed, shape, frame, ...grams, ...tiles].filter((one) => one !== undefined)
}

/** What of a guarded item can matter where only these prints occur: nothing, or a part of it. */
export function reducedTo(item: Guarded, known: ReadonlySet<string>): [] | [Guarded] {
  const { prints } = item
  if (!printNames(prints).some((one) => known.has(one))) return []
  const { grams = [], tiles = [], ...names } = prints
  const of = (all: readonly string[]) => all.filter((one) => known.has(one))
  const reduced = { ...names, grams: of(grams), tiles: of(tiles) }
  return [{ ...item, prints: reduced, tileCount: tiles.length }]
}

type Wall = (candidate: Candidate, prints: Prints) => Hit | undefined

function openList({ name, kind, items }: GuardedList): Wall {
  const index = {
    exact: indexBy(items, ({ prints }) => prints.exact),
    renamed: indexBy(items, ({ prints }) => prints.renamed),
    canonical: indexBy(items, ({ canonical }) => canonical),
    family: indexBy(items, ({ family }) => family),
    shape: indexBy(items, ({ prints }) => prints.shape),
    frame: indexBy(items, ({ prints }) => prints.frame),
  }
  const grams = indexAll(items, ({ prints }) => prints.grams)
  const tiles = indexAll(items, ({ prints }) => prints.tiles)
  const siblings = byTemplate((own) => sibling(items, tiles, own))
  return ({ canonical, families = [] }, prints) => {
    const known: readonly (readonly [Method, number | undefined])[] = [
      ["exact", index.exact.get(prints.exact)],
      ["renamed", index.renamed.get(prints.renamed)],
      ["canonical", canonical === undefined ? undefined : index.canonical.get(canonical)],
      ["family", families.map((one) => index.family.get(one)).find((item) => item !== undefined)],
    ]
    const strict: readonly (readonly [Method, number | undefined])[] =
      kind === "sealed"
        ? []
        : [
            ["shape", index.shape.get(prints.shape)],
            ["gram", firstOf(grams, prints.grams)],
            ["template", prints.frame === undefined ? undefined : index.frame.get(prints.frame)],
            ["template", siblings(prints.tiles)],
          ]
    const found = [...known, ...strict].find(([, item]) => item !== undefined)
    return found && { method: found[0], list: name, item: items[found[1]!]!.place ?? found[1]! }
  }
}

function indexBy(
  items: readonly Guarded[],
  key: (item: Guarded) => string | undefined,
): ReadonlyMap<string, number> {
  const index = new Map<string, number>()
  items.forEach((item, at) => {
    const print = key(item)
    if (print !== undefined && !index.has(print)) index.set(print, at)
  })
  return index
}

function indexAll(
  items: readonly Guarded[],
  keys: (item: Guarded) => readonly string[] | undefined,
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  items.forEach((item, at) => {
    for (const print of keys(item) ?? []) {
      const known = index.get(print)
      if (known === undefined) index.set(print, [at])
      else known.push(at)
    }
  })
  return index
}

function firstOf(
  index: ReadonlyMap<string, readonly number[]>,
  prints: readonly string[],
): number | undefined {
  for (const print of prints) {
    const items = index.get(print)
    if (items !== undefined) return items[0]
  }
  return undefined
}

const SHARED_MIN = 0.5 // of the guarded item's tiles; two or three other words leave more
const TILES_MIN = 8 // eleven words; half of fewer is a phrase that many templates have

/** Texts of one template share all their tiles, and what was found for one holds for all. */
function byTemplate(find: (tiles: readonly string[]) => number | undefined) {
  const found = new Map<string, number | undefined>()
  return (tiles: readonly string[]) => {
    const template = tiles.join()
    if (!found.has(template)) found.set(template, find(tiles))
    return found.get(template)
  }
}

/** An item of which the text has at least half of the tiles. */
function sibling(
  items: readonly Guarded[],
  index: ReadonlyMap<string, readonly number[]>,
  tiles: readonly string[],
): number | undefined {
  const shared = new Map<number, number>()
  for (const tile of tiles) {
    for (const item of index.get(tile) ?? []) {
      const count = (shared.get(item) ?? 0) + 1
      const { prints, tileCount: all = prints.tiles!.length } = items[item]!
      if (all >= TILES_MIN && count >= SHARED_MIN * all) return item
      shared.set(item, count)
    }
  }
  return undefined
}
