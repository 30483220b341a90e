const NEWLINE = 0x0a

export type ByteLine =
  | { readonly isWhole: true; readonly bytes: Uint8Array }
  /** Longer than the limit: its bytes were let go as they came. */
  | { readonly isWhole: false }

/**
 * Cuts a stream of bytes into lines. Holds one line at most, and of one that is longer than
 * `bytesMax` nothing. A last line without an end counts; an empty rest does not.
 */
export function createLineCutter(bytesMax: number) {
  let parts: Uint8Array[] = []
  let held = 0
  let isTooLong = false

  function add(part: Uint8Array): void {
    held += part.length
    if (held > bytesMax) {
      isTooLong = true
      parts = []
    } else if (part.length > 0) {
      parts.push(part)
    }
  }

  function take(): ByteLine {
    const bytes = parts.length === 1 ? parts[0]! : joined(parts)
    const line = isTooLong ? ({ isWhole: false } as const) : ({ isWhole: true, bytes } as const)
    parts = []
    held = 0
    isTooLong = false
    return line
  }

  return {
    *push(chunk: Uint8Array): Generator<ByteLine> {
      let start = 0
      for (;;) {
        const end = chunk.indexOf(NEWLINE, start)
        if (end < 0) break
        add(chunk.subarray(start, end))
        yield take()
        start = end + 1
      }
      add(chunk.subarray(start))
    },
    *end(): Generator<ByteLine> {
      if (held > 0) yield take()
    },
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
