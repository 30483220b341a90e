import * as rationals from "../rational.ts"
import { isNonzeroConstant } from "./constant-value.ts"
import { formOf } from "./form.ts"
import type { Ring } from "./ring.ts"
import { keyOf, ONE, SCALE, type Sum, type Term } from "./sum.ts"
import { isZeroSum } from "./zero.ts"

const DEPTH_MAX = 4 // square roots that are taken out, one after the other

/**
 * Whether a constant is zero, by taking square roots of sums out: p + q√s is zero exactly if p² =
 * q²s and p − q√s is not zero, or both are. True is proved; false claims nothing.
 */
export function isZeroConstant(ring: Ring, sum: Sum, depth = 0): boolean {
  if (isZeroSum(ring, sum)) return true
  const id = depth < DEPTH_MAX ? rootIn(ring, sum) : null
  if (id === null) return false
  const under = ring.atoms[id]!.of!
  if (under.bottom !== ONE) return false
  const { plain, factor } = split(sum, id)
  const norm = ring.add(
    ring.multiply(plain, plain),
    ring.scale(ring.multiply(ring.multiply(factor, factor), under.top), MINUS),
  )
  if (!isZeroConstant(ring, norm, depth + 1)) return false
  const root = ring.monomial(ring.atoms[id]!, SCALE / 2)
  const conjugate = ring.add(plain, ring.scale(ring.multiply(factor, root), MINUS))
  return isNonzeroConstant(ring, formOf(conjugate))
}

const MINUS = rationals.rational(-1n)

/** A sum under a square root, the one made last: those that it contains were made before it. */
function rootIn(ring: Ring, sum: Sum): number | null {
  let found: number | null = null
  for (const { ids, powers } of sum.values()) {
    for (let at = 0; at < ids.length; at++) {
      const atom = ring.atoms[ids[at]!]!
      if (atom.kind !== "base") continue
      if (Math.abs(powers[at]!) !== SCALE / 2 || !atom.constant) return null
      if (powers[at]! < 0) return null
      found = Math.max(found ?? 0, atom.id)
    }
  }
  return found
}

/** sum = plain + factor · √s for the atom s. */
function split(sum: Sum, id: number): { plain: Sum; factor: Sum } {
  const plain = new Map<string, Term>()
  const factor = new Map<string, Term>()
  for (const [key, term] of sum) {
    const at = term.ids.indexOf(id)
    if (at < 0) {
      plain.set(key, term)
      continue
    }
    const ids = term.ids.filter((_, i) => i !== at)
    const powers = term.powers.filter((_, i) => i !== at)
    factor.set(keyOf(ids, powers), { coefficient: term.coefficient, ids, powers })
  }
  return { plain, factor }
}
