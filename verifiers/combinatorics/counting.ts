/** n! for n up to 18, exact in a float. */
export function factorial(n: number): number {
  let product = 1
  for (let i = 2; i <= n; i++) product *= i
  return product
}

/** How many ways to choose k of n, by the product formula; 0 where there are none. */
export function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let result = 1
  for (let i = 0; i < Math.min(k, n - k); i++) result = (result * (n - i)) / (i + 1)
  return result
}

/** How many ways to put k of n in a row. */
export function arrangements(n: number, k: number): number {
  let product = 1
  for (let i = 0; i < k; i++) product *= n - i
  return product
}

/**
 * For `prove`: in how many ways some of the things weigh so much, for all weights up to the most.
 * Takes one thing after another, by additions only.
 */
export function waysToWeigh(weights: readonly number[], most: number): number[] {
  const ways = new Array<number>(most + 1).fill(0)
  ways[0] = 1
  for (const weight of weights) {
    for (let total = most; total >= weight; total--) ways[total]! += ways[total - weight]!
  }
  return ways
}

/** Every way to take some of the items, as lists. For a handful of items. */
export function subsetsOf<Item>(items: readonly Item[]): Item[][] {
  const subsets: Item[][] = [[]]
  for (const item of items) subsets.push(...subsets.map((subset) => [...subset, item]))
  return subsets
}
