import { PROVED } from "../../../src/record/proved.ts"
import { absolute, print } from "../rational.ts"
import type { Expr } from "../tree.ts"
import type { Condition } from "./domain.ts"
import { nameOf } from "./exp-form.ts"
import type { Reading } from "./form.ts"
import { compareByProbing } from "./probing.ts"
import type { Ring } from "./ring.ts"
import { haveSameRoots } from "./roots.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { type Atom, SCALE, type Sum } from "./sum.ts"

const NOTE_MAX = 200 // characters of a note

/**
 * Both sides have one value wherever both are defined. Null where they are defined at the same
 * points; otherwise what follows from where they are not.
 */
export function compareDomains(
  left: Expr,
  right: Expr,
  names: readonly string[],
  [one, two]: readonly [Reading, Reading],
  setting: ScalarSetting,
): Comparison | null {
  const lost = missing(two.domain.conditions, one.domain.conditions)
  const gained = missing(one.domain.conditions, two.domain.conditions)
  const apart = [...lost, ...gained]
  if (apart.length === 0) return null
  if (apart.every(({ kind }) => kind === "nonzero" || kind === "counting")) {
    const zeros = (list: readonly Condition[]) => list.filter(({ kind }) => kind === "nonzero")
    const counts = apart.some(({ kind }) => kind === "counting")
    if (!counts && haveSameRoots(one.ring, sums(one.domain), sums(two.domain))) return null
    return removable(one.ring, zeros(apart), counts, setting)
  }
  const probed = compareByProbing(left, right, names, setting)
  if (probed.is !== "unknown" || setting.smallerDomain) return probed
  return { is: "equal", proof: PROVED, method: "canonical", note: "other points are left out" }
}

/** The conditions of one side that the other has not. */
function missing(of: ReadonlyMap<string, Condition>, from: ReadonlyMap<string, Condition>) {
  return [...of].filter(([key]) => !from.has(key)).map(([, condition]) => condition)
}

function sums(domain: Reading["domain"]): Sum[] {
  return [...domain.conditions.values()]
    .filter(({ kind }) => kind === "nonzero")
    .map(({ sum }) => sum)
}

/** Single points, or curves where there are several unknowns, at which one side is undefined. */
function removable(
  ring: Ring,
  zeros: readonly Condition[],
  counts: boolean,
  setting: ScalarSetting,
): Comparison {
  const where = zeros.map(({ sum }) => `${printSum(ring, sum)} = 0`).join(" or ")
  if (!setting.removablePoints && zeros.length > 0) {
    const witness = `where ${where}`.slice(0, NOTE_MAX)
    return { is: "different", method: "domain", reason: "smaller-domain", witness }
  }
  const note = counts ? "wherever both are defined" : `except where ${where}`
  return { is: "equal", proof: PROVED, method: "canonical", note: note.slice(0, NOTE_MAX) }
}

/** A sum for people; atoms that are not unknowns are named by what they are. */
export function printSum(ring: Ring, sum: Sum): string {
  return [...sum.values()].reduce((text, { coefficient, ids, powers }) => {
    const atoms = ids.map((id, at) => {
      const power = powers[at]! / SCALE
      return power === 1 ? atomName(ring.atoms[id]!) : `${atomName(ring.atoms[id]!)}^${power}`
    })
    const size = absolute(coefficient)
    const plain = size.numerator === size.denominator && atoms.length > 0
    const body = [...(plain ? [] : [print(size)]), ...atoms].join("*")
    const negative = coefficient.numerator < 0n
    if (text === "") return negative ? `-${body}` : body
    return `${text} ${negative ? "-" : "+"} ${body}`
  }, "")
}

function atomName(atom: Atom): string {
  if (atom.kind === "symbol") return nameOf(atom)
  return atom.kind === "pi" ? "pi" : atom.kind === "prime" ? `${atom.value}` : `(${atom.kind})`
}
