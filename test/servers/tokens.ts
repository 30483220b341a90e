import { createHash } from "node:crypto"

const BYTES_PER_TOKEN = 4 // a usual figure for English text; a client may only rely on at least 1

/** How many tokens a text costs here. */
export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)
}

/** The text as far as the limit lets it come, and whether anything was cut. */
export function cutTo(text: string, tokensMax: number): { text: string; cut: boolean } {
  if (tokensOf(text) <= tokensMax) return { text, cut: false }
  const bytes = Buffer.from(text).subarray(0, tokensMax * BYTES_PER_TOKEN)
  return { text: bytes.toString("utf8").replace(/\uFFFD$/u, ""), cut: true }
}

const PIECE_CHARS = 24 // short enough that most replies come in several pieces
const PIECES_MAX = 1_000 // of a long text

/** The pieces in which a stream tells a text; none cuts a character in two. */
export function piecesOf(text: string): string[] {
  const length = Math.max(PIECE_CHARS, Math.ceil(text.length / PIECES_MAX))
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    const isWithin = isHighSurrogate(text.charCodeAt(at + length - 1))
    const end = at + length + (isWithin ? 1 : 0)
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

/** A short name of a value, for ids; reads ten megabytes in no time. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex")
}
