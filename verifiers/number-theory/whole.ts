/** Euclid's algorithm on whole numbers, not both zero. */
export function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b]
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

export interface PrimePower {
  readonly prime: number
  readonly exponent: number
}

/** The prime powers of a number from 1, by trial division, smallest prime first. */
export function primePowersOf(number: number): PrimePower[] {
  const powers: PrimePower[] = []
  let rest = number
  for (let prime = 2; prime * prime <= rest; prime++) {
    let exponent = 0
    while (rest % prime === 0) {
      rest /= prime
      exponent++
    }
    if (exponent > 0) powers.push({ prime, exponent })
  }
  if (rest > 1) powers.push({ prime: rest, exponent: 1 })
  return powers
}

export function isPrime(number: number): boolean {
  return number > 1 && primePowersOf(number)[0]!.prime === number
}

/** The inverse of a modulo m by the extended algorithm of Euclid; null where there is none. */
export function inverseOf(a: number, m: number): number | null {
  let [larger, smaller] = [m, a % m]
  let [before, now] = [0, 1] // larger = before · a and smaller = now · a, modulo m
  while (smaller !== 0) {
    const times = Math.floor(larger / smaller)
    ;[larger, smaller] = [smaller, larger - times * smaller]
    ;[before, now] = [now, before - times * now]
  }
  if (larger !== 1) return null
  return ((before % m) + m) % m
}
