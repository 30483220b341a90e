import type { NetworkConfig } from "./config.ts"
import type { TokenRow } from "./network.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import type { Tokenizer } from "./tokenizer.ts"

/** One line of a bundle: what a language model is fine-tuned on. `weight` is 1 when left out. */
export interface BundleRow {
  readonly prompt: string
  readonly completion: string
  readonly weight?: number
}

const WEIGHT_MAX = 1000 // an advantage beyond this is a bug upstream
const ROWS_MAX = 10_000_000

/**
 * Reads a bundle's text (one JSON object a line; blank lines pass). The first bad line fails it,
 * by file and line.
 */
export function parseBundle(
  text: string,
  name: string,
  tokenizer: Tokenizer,
  config: NetworkConfig,
): Outcome<TokenRow[]> {
  const rows: TokenRow[] = []
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue
    const row = parseRow(line, tokenizer, config)
    if (!row.ok) return failed("bad-bundle", `${name}:${index + 1}: ${row.message}`)
    rows.push(row.value)
    if (rows.length > ROWS_MAX) return failed("bad-bundle", `${name}: more than ${ROWS_MAX} rows`)
  }
  if (rows.length === 0) return failed("bad-bundle", `${name}: no rows`)
  return succeeded(rows)
}

function parseRow(line: string, tokenizer: Tokenizer, config: NetworkConfig): Outcome<TokenRow> {
  const bad = (why: string) => failed("bad-bundle", why)
  let row: Partial<Record<keyof BundleRow, unknown>> | null
  try {
    row = JSON.parse(line)
  } catch {
    return bad("not JSON")
  }
  const { prompt, completion, weight = 1 } = row ?? {}
  if (typeof prompt !== "string") return bad("prompt is not a string")
  if (typeof completion !== "string") return bad("completion is not a string")
  if (typeof weight !== "number" || !(Math.abs(weight) <= WEIGHT_MAX)) {
    return bad(`weight is not a number within ±${WEIGHT_MAX}`)
  }
  const asked = tokenizer.encodePrompt(prompt)
  if (!asked.ok) return bad(`prompt: ${asked.message}`)
  const answered = tokenizer.encodeCompletion(completion)
  if (!answered.ok) return bad(`completion: ${answered.message}`)
  const length = asked.value.length + answered.value.length - 1
  if (length > config.context) {
    return bad(`${length} tokens are more than the context of ${config.context}`)
  }
  return succeeded({ prompt: asked.value, completion: answered.value, weight })
}
