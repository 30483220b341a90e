import { costOf, type Price, priceOfDearestInput } from "./price.ts"
import { nextSeats, type SamplingRule } from "./sampling.ts"

/** A figure that nobody can know yet: hardly less, most probably, hardly more. */
export interface Range {
  readonly low: number
  readonly likely: number
  readonly high: number
}

/** What one role is asked in a run, before anything of it has been asked. */
export interface RoleWork {
  readonly calls: Range
  /** UTF-8 bytes of one prompt: what all calls share, and what is each one's own. */
  readonly sharedBytes: number
  readonly ownBytes: Range
  /** UTF-8 bytes of earlier turns that a call of several sends again, on average over all calls. */
  readonly againBytes: Range
  /** UTF-8 bytes of one reply; `high` is not read, for a reply may be as long as its limit. */
  readonly replyBytes: Range
  readonly maxTokens: number
  /** Undefined where nobody has checked one. */
  readonly price: Price | undefined
  readonly batch: boolean
}

/** What a role may take. Dollars in millionths, undefined without a price. */
export interface RoleEstimate {
  readonly calls: Range
  readonly input: Range
  readonly output: Range
  readonly microdollars: Range | undefined
}

/**
 * Bytes that one token stands for. Tokenizers of today make about 4 of English prose and fewer of
 * digits and JSON; below 2 they hardly fall, above 5 they hardly rise.
 */
export const BYTES_PER_TOKEN: Range = { low: 5, likely: 3.5, high: 2 }

/** Tokens that a provider puts around a prompt: marks of roles, words about tools and forms. */
export const OVERHEAD: Range = { low: 0, likely: 20, high: 400 }

/** Calls, tokens and money of a role, from how its prompts were measured. */
export function estimateRole(work: RoleWork): RoleEstimate {
  const { calls, sharedBytes, ownBytes, againBytes, replyBytes, maxTokens, price, batch } = work
  const input = rangeOf((end) => {
    const bytes = sharedBytes + ownBytes[end] + againBytes[end]
    return Math.ceil(calls[end] * (bytes / BYTES_PER_TOKEN[end] + OVERHEAD[end]))
  })
  const reply = rangeOf((end) => {
    if (end === "high") return maxTokens
    return Math.min(maxTokens, replyBytes[end] / BYTES_PER_TOKEN[end])
  })
  const output = rangeOf((end) => Math.ceil(calls[end] * reply[end]))
  const microdollars = price && {
    low: lowCost(work, input.low, output.low, price),
    likely: costOf({ input: input.likely, output: output.likely }, price, { batch }),
    high: costOf({ input: input.high, output: output.high }, priceOfDearestInput(price), { batch }),
  }
  return { calls, input, output, microdollars }
}

/** At best a cache serves what all prompts share. */
function lowCost(
  { calls, sharedBytes, batch }: RoleWork,
  input: number,
  output: number,
  price: Price,
) {
  const shared = Math.min(input, Math.floor((calls.low * sharedBytes) / BYTES_PER_TOKEN.low))
  const cacheRead = price.cacheRead < price.input ? shared : 0
  return costOf({ input: input - cacheRead, output, cacheRead }, price, { batch })
}

/** Several roles together; without a price where one of them has none. */
export function addEstimates(roles: readonly RoleEstimate[]): RoleEstimate {
  const sum = (pick: (role: RoleEstimate) => Range) =>
    rangeOf((end) => roles.reduce((total, role) => total + pick(role)[end], 0))
  const isPriced = roles.every(({ microdollars }) => microdollars !== undefined)
  return {
    calls: sum(({ calls }) => calls),
    input: sum(({ input }) => input),
    output: sum(({ output }) => output),
    microdollars: isPriced ? sum(({ microdollars }) => microdollars!) : undefined,
  }
}

/**
 * Calls that a proposer makes in a round. At best every proposal of the first plan is admitted; as
 * a rule every second conversation hears of a fault once; at worst each is put right as often as it
 * may be, and all is asked for once more.
 */
export function proposerCalls(planned: number, correctionsMax: number, tries: number): Range {
  return {
    low: planned,
    likely: Math.ceil(1.5 * planned),
    high: planned * (1 + correctionsMax) * Math.min(2, tries),
  }
}

/**
 * Attempts at one problem: the first wave, the mean over solve rates that are all alike probable,
 * and the most. The mean is exact for the rule that runs (src/rule/sampling.ts): with a uniform
 * prior the chance that the next attempt is correct after c of n is (c + 1) / (n + 2) (Laplace).
 */
export function attemptsPerProblem(attempts: number, rule: SamplingRule | undefined): Range {
  if (rule === undefined) return { low: attempts, likely: attempts, high: attempts }
  return { low: rule.min, likely: meanAttempts(rule), high: rule.max }
}

function meanAttempts(rule: SamplingRule): number {
  // open[c]: the chance that a problem is still open after `made` attempts, c of them correct.
  let open: number[] = [1]
  let made = 0
  let mean = 0
  while (open.some((chance) => chance > 0)) {
    const next: number[] = []
    let furthest = made
    open.forEach((chance, correct) => {
      const more = nextSeats({ correct, tried: made }, made, rule)
      mean += chance * more
      if (more === 0 || chance === 0) return
      furthest = made + more
      afterWave(correct, made, more).forEach((share, gained) => {
        next[correct + gained] = (next[correct + gained] ?? 0) + chance * share
      })
    })
    open = Array.from(next, (chance) => chance ?? 0)
    if (furthest === made) break
    made = furthest
  }
  return mean
}

/** How probable it is that so many of the next attempts are correct, after `correct` of `made`. */
function afterWave(correct: number, made: number, more: number): number[] {
  let shares = [1]
  for (let at = 0; at < more; at++) {
    const next = new Array<number>(shares.length + 1).fill(0)
    shares.forEach((share, gained) => {
      const chance = (correct + gained + 1) / (made + at + 2)
      next[gained] = next[gained]! + share * (1 - chance)
      next[gained + 1] = next[gained + 1]! + share * chance
    })
    shares = next
  }
  return shares
}

export function rangeOf(at: (end: keyof Range) => number): Range {
  return { low: at("low"), likely: at("likely"), high: at("high") }
}
