import { cut } from "./inert.ts"
import { type Line, plain, type Span, type Tone } from "./span.ts"

export const NAME_COLUMNS = 13 // "Sealed test" and its siblings, with room to breathe

/** A line of the block: what it is about, and then that. */
export function named(name: string, rest: Line): Line {
  return [plain(name.padEnd(NAME_COLUMNS), "dim"), ...rest]
}

/** Parts joined into lines that fit; a line that goes on ends with the joint. */
export function wrapped(parts: readonly string[], joint: string, width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(part)
    else if (last.length + joint.length + part.length + 2 <= width) {
      lines[lines.length - 1] = last + joint + part
    } else {
      lines[lines.length - 1] = last + joint.trimEnd()
      lines.push(part)
    }
  }
  return lines
}

export function lengthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + text.length, 0)
}

/** The last guard: whatever a line was made of, it does not wrap. */
export function trim(line: Line, columns: number): Line {
  const fitted: Span[] = []
  let room = columns
  for (const { text, tone } of line) {
    if (room <= 0) break
    const kept = cut(text, room)
    fitted.push({ text: kept, tone })
    room -= kept.length
  }
  return fitted
}

/** A bar as long as the share it shows. */
export function progressBar(share: number, width: number, tone: Tone = "accent"): Line {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return [plain("█".repeat(full), tone), plain("░".repeat(width - full), "dim")]
}
