import type { Expr } from "../tree.ts"
import { type Field, residueOf } from "./field.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { treeKey } from "./trees.ts"

const TRIALS_LEAST = 2 // primes that have to agree, and as many more as the bound takes
const TRIALS_MOST = 8
const DRAWS_MAX = 4 // points that are tried where a divisor is zero
const KEY_STEPS = 256 // characters of the sides that are hashed in one step
const ERROR_MAX = 1e-9 // above it an agreement is not called one

/**
 * The zero test of Schwartz and Zippel (1979–80): two rational functions of total degree d that are
 * not equal agree at a random point modulo p with probability at most d/p. The primes and the
 * points come from a hash of both sides, so that no text can be written that has them as its zeros.
 * Among real unknowns only; null where a part is not read or the sides do not agree.
 */
export function compareResidues(
  left: Expr,
  right: Expr,
  setting: ScalarSetting,
): Comparison | "apart" | null {
  if (setting.complex || !setting.removablePoints) return null
  const text = `${treeKey(left)}=${treeKey(right)}`
  setting.fuel.spend(1 + text.length / KEY_STEPS)
  const seed = hashOf(text)
  let errorBound = 1
  let divides = false
  for (let trial = 0; trial < TRIALS_MOST; trial++) {
    if (trial >= TRIALS_LEAST && errorBound <= ERROR_MAX) break
    const met = trialOf(left, right, seed + trial * 0x9e3779b9, setting)
    if (met === null || met === "apart") return met
    errorBound *= met.risk
    divides ||= met.divides
  }
  if (errorBound > ERROR_MAX) return null
  const proof = { level: "probabilistic" as const, errorBound }
  if (!divides) return { is: "equal", proof, method: "residues" }
  const note = "points where a divisor is zero are left out"
  return { is: "equal", proof, method: "residues", note }
}

/** The chance that unequal sides agree here; `apart` where they do not and have no atoms. */
function trialOf(left: Expr, right: Expr, seed: number, setting: ScalarSetting) {
  const prime = primeFrom(seed)
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const values = new Map<string, number>()
    const field = (): Field => {
      return {
        prime,
        setting,
        values,
        seed: seed + draw * 0x85ebca6b,
        partial: new Set(),
        risk: 0,
        divides: false,
      }
    }
    const [one, two] = [field(), field()]
    const a = residueOf(left, one)
    const b = a && residueOf(right, two)
    if (a === null || b === null) continue
    if (a.value !== b.value) return a.atoms || b.atoms ? null : ("apart" as const)
    if (one.partial.size !== two.partial.size) return null
    for (const label of one.partial) if (!two.partial.has(label)) return null
    const risk = Math.max(1, a.degree + b.degree + one.risk + two.risk) / prime
    return { risk, divides: one.divides || two.divides }
  }
  return null
}

/** A prime between 2^25 and 2^26 that is 3 modulo 4, found from a place that the seed tells. */
function primeFrom(seed: number): number {
  const start = 2 ** 25 + ((seed >>> 0) % (2 ** 25 - 4096))
  let candidate = start - (start % 4) + 3
  while (!isPrime(candidate)) candidate += 4
  return candidate
}

function isPrime(value: number): boolean {
  for (let divisor = 3; divisor * divisor <= value; divisor += 2) {
    if (value % divisor === 0) return false
  }
  return true
}

/** FNV-1a on the characters, then mixed. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
