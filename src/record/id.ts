import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { z } from "zod"
import { canonicalJson } from "./canonical.ts"

/** A SHA-256 as 64 hex digits. */
export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"Hash">()
export type Hash = z.infer<typeof Hash>

/** Hash of the UTF-8 bytes of a text, or of raw bytes. */
export function hashOf(content: string | Uint8Array): Hash {
  return bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content)) as Hash
}

/** The first 32 bits of a text's hash as a whole number: a seed, or a point to split by. */
export function hashWord(text: string): number {
  return Number.parseInt(hashOf(text).slice(0, 8), 16)
}

/** Hash of a value's canonical JSON. */
export function hashJson(value: unknown): Hash {
  return hashOf(canonicalJson(value))
}

const ID_DIGITS = 24 // 96 bits: a collision among 10^9 records has odds below 10^-10

/**
 * An id that names content: a prefix for the reader, then 24 hex digits of the content's hash.
 * Equal content has an equal id, so deduplication and resume need no bookkeeping.
 */
export function contentId<Prefix extends IdPrefix>(prefix: Prefix, content: unknown): Id<Prefix> {
  return `${prefix}_${hashJson(content).slice(0, ID_DIGITS)}` as Id<Prefix>
}

type IdPrefix = "problem" | "attempt" | "pair" | "call" | "job" | "effect"
type Id<Prefix extends IdPrefix> = string & z.$brand<Prefix>

export type ProblemId = Id<"problem">
export type AttemptId = Id<"attempt">
export type PairId = Id<"pair">
export type CallId = Id<"call">
export type JobId = Id<"job">
export type EffectId = Id<"effect">

function idSchema<Prefix extends IdPrefix>(prefix: Prefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-f]{${ID_DIGITS}}$`))
    .brand<Prefix>()
}

export const ProblemId = idSchema("problem")
export const AttemptId = idSchema("attempt")
export const PairId = idSchema("pair")
export const CallId = idSchema("call")
export const JobId = idSchema("job")
export const EffectId = idSchema("effect")
