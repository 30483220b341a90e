import { createHash } from "node:crypto"
import type { z } from "zod"
import type { CountRequest } from "./anthropic-wire.ts"
import { tokensOf } from "./tokens.ts"

type Countable = z.infer<typeof CountRequest>

export interface PromptCache {
  /** Counts a prompt's tokens by what was cached before, and caches its prefixes. */
  meet(request: Countable): InputUsage
}

export interface InputUsage {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly cache_creation: {
    readonly ephemeral_5m_input_tokens: number
    readonly ephemeral_1h_input_tokens: number
  }
}

/**
 * Prefixes up to a block with `cache_control`, in the order tools, system, messages. A prefix that
 * was met before is read, what comes after it up to the last mark is written, the rest is plain.
 */
export function openCache(tokensMin: number): PromptCache {
  const known = new Set<string>()

  function meet(request: Countable): InputUsage {
    const { prefixes, total } = prefixesOf(request)
    const cacheable = prefixes.filter(({ tokens }) => tokens >= tokensMin)
    const read = cacheable.findLast(({ hash }) => known.has(hash))?.tokens ?? 0
    const last = cacheable.at(-1)
    const written = Math.max(0, (last?.tokens ?? 0) - read)
    for (const { hash } of cacheable) known.add(hash)
    const long = last?.ttl === "1h"
    return {
      input_tokens: total - read - written,
      cache_creation_input_tokens: written,
      cache_read_input_tokens: read,
      cache_creation: {
        ephemeral_5m_input_tokens: long ? 0 : written,
        ephemeral_1h_input_tokens: long ? written : 0,
      },
    }
  }

  return { meet }
}

/** All tokens of a prompt, cached or not. */
export function inputTokensOf(request: Countable): number {
  return prefixesOf(request).total
}

/** A tool, a text or a block of a turn. */
type Piece = Mark & { readonly [field: string]: unknown }

interface Prefix {
  readonly hash: string
  readonly tokens: number
  readonly ttl: string
}

interface Mark {
  readonly cache_control?: { readonly ttl?: string | undefined } | null | undefined
}

function prefixesOf(request: Countable): { prefixes: Prefix[]; total: number } {
  const pieces = piecesOf(request)
  const hash = createHash("sha256").update(request.model)
  const prefixes: Prefix[] = []
  let total = 0
  for (const [index, piece] of pieces.entries()) {
    const { cache_control: own, ...content } = piece
    const isLast = index === pieces.length - 1
    const mark = own ?? (isLast ? request.cache_control : undefined)
    const text = JSON.stringify(content)
    total += tokensOf(text)
    hash.update(text)
    if (!mark) continue
    prefixes.push({ hash: hash.copy().digest("hex"), tokens: total, ttl: mark.ttl ?? "5m" })
  }
  return { prefixes, total }
}

function piecesOf({ model, tools = [], system = [], messages }: Countable): Piece[] {
  const texts = typeof system === "string" ? [{ type: "text", text: system }] : system
  const turns = messages.flatMap(({ role, content }): Piece[] =>
    typeof content === "string"
      ? [{ role, type: "text", text: content }]
      : content.map((block) => ({ role, ...block })),
  )
  return [{ model }, ...tools, ...texts, ...turns]
}
