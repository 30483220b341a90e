/** US dollars for a million tokens, which is micro-dollars for one; `batch` is a factor. */
export interface Price {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  /** What a call in a batch costs of what it would cost alone. */
  readonly batch: number
}

/** What a recipe may say about a model's price, instead of the table or where it has no line. */
export type PriceGiven =
  | "free"
  | (Pick<Price, "input" | "output"> & { readonly [Part in keyof Price]?: number | undefined })

export type Provider = "anthropic" | "openai-compatible" | "trained"

/**
 * The price of a model, or undefined: then a run with a budget in money is refused. What a recipe
 * says goes before the table. A server that anybody may have set up has no price unless the recipe
 * names one; `free` is for such servers only, Claude is never taken to cost nothing. Figures that
 * leave a part out get its dearest usual value: no discount for what is read from a cache or sent
 * in a batch, and the surcharges of the table for what is written to a cache.
 */
export function priceOf(provider: Provider, model: string, given?: PriceGiven): Price | undefined {
  if (given === "free") return provider === "anthropic" ? undefined : FREE
  if (given !== undefined) return priced(given)
  if (provider !== "anthropic" || !Object.hasOwn(CLAUDE_PRICES, model)) return undefined
  return CLAUDE_PRICES[model as keyof typeof CLAUDE_PRICES]
}

/**
 * The day as of which the table was written down, by hand. No test can read the page that it comes
 * from, and prices change: whoever spends much holds it against the page first.
 */
export const PRICES_AS_OF = "2026-02-17"
export const PRICES_FROM = "https://platform.claude.com/docs/en/about-claude/pricing"

const OPUS_45 = claude(5, 25)
const SONNET_45 = claude(3, 15)
const HAIKU_45 = claude(1, 5)

/**
 * Standard tier, global inference, prompts of at most 200,000 tokens. A model that is not here has
 * a price that nobody has checked: a recipe gives its figures.
 */
export const CLAUDE_PRICES = {
  "claude-opus-4-6": claude(5, 25),
  "claude-opus-4-5": OPUS_45,
  "claude-opus-4-5-20251101": OPUS_45,
  "claude-sonnet-4-6": claude(3, 15),
  "claude-sonnet-4-5": SONNET_45,
  "claude-sonnet-4-5-20250929": SONNET_45,
  "claude-haiku-4-5": HAIKU_45,
  "claude-haiku-4-5-20251001": HAIKU_45,
} as const satisfies Record<string, Price>

/** Tokens of one reply, or of many added up. `input` has none that a cache read or wrote. */
export interface Usage {
  readonly input: number
  readonly output: number
  readonly cacheRead?: number | undefined
  readonly cacheWrite5m?: number | undefined
  readonly cacheWrite1h?: number | undefined
}

/** What a usage costs, in whole micro-dollars, rounded up. Reckoned in integers. */
export function costOf(usage: Usage, price: Price, { batch }: { batch: boolean }): number {
  let sum = 0n
  for (const part of PARTS) sum += counted(usage[part] ?? 0) * scaled(price[part])
  const total = sum * (batch ? scaled(price.batch) : SCALE)
  return Number((total + SCALE * SCALE - 1n) / (SCALE * SCALE))
}

/**
 * The most that a call can cost, in whole micro-dollars. Every token of a prompt stands for at
 * least one byte, as tokenizers over bytes make them, so a prompt has at most as many tokens as
 * bytes; a provider's own words around it (role marks, the preamble that tools or a schema bring,
 * 346 tokens where Anthropic states it) come as `OVERHEAD_TOKENS`. Each is counted at the dearest
 * of what an input token can cost. `promptBytes` are UTF-8, tools and schema counted in.
 */
export function worstCost(promptBytes: number, maxTokens: number, price: Price): number {
  const usage = { input: worstTokens(promptBytes, 0), output: maxTokens }
  return costOf(usage, priceOfDearestInput(price), { batch: false })
}

/** The same price with every token of a prompt at the dearest that one can cost. */
export function priceOfDearestInput(price: Price): Price {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = price
  return { ...price, input: Math.max(input, cacheRead, cacheWrite5m, cacheWrite1h) }
}

export const OVERHEAD_TOKENS = 1_024 // three times the longest preamble that Anthropic states

/** The most tokens that a call can use, prompt and reply together. */
export function worstTokens(promptBytes: number, maxTokens: number): number {
  return promptBytes + OVERHEAD_TOKENS + maxTokens
}

const PARTS = ["input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h"] as const

const SCALE = 1_000_000n // prices have at most six decimals: 10^-12 dollars a token

function counted(tokens: number): bigint {
  if (!(tokens >= 0)) throw new RangeError(`${tokens} tokens`)
  return BigInt(tokens)
}

function scaled(figure: number): bigint {
  if (!(figure >= 0)) throw new RangeError(`a price of ${figure}`)
  return BigInt(Math.round(figure * Number(SCALE)))
}

const FREE: Price = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  batch: 1,
}

function priced(given: Exclude<PriceGiven, "free">): Price {
  const { input, output } = given
  return {
    input,
    output,
    cacheRead: given.cacheRead ?? input,
    cacheWrite5m: given.cacheWrite5m ?? 1.25 * input,
    cacheWrite1h: given.cacheWrite1h ?? 2 * input,
    batch: given.batch ?? 1,
  }
}

/** Claude's prices follow from two: a cache read is a tenth, writes 1¼ and 2, a batch half. */
function claude(input: number, output: number): Price {
  return {
    input,
    output,
    cacheRead: input / 10,
    cacheWrite5m: 1.25 * input,
    cacheWrite1h: 2 * input,
    batch: 0.5,
  }
}
