import { closeSync, existsSync, fstatSync, openSync, readSync, writeSync } from "node:fs"

const LAST_BYTES = 65_536 // for what is said last: it tells why a program ended
const SHOWN_BYTES = 600 // of a log's end, in a message

/** What became of a program's words. */
export interface Kept {
  /** Bytes that there was no room for. */
  readonly cut: number
  /** Why the disk took no more, in the system's word: ENOSPC where it is full. */
  readonly fault?: string
}

export interface Log {
  keep(bytes: Buffer): void
  /** Writes something else beside the log; a fault of the disk is told in the end. */
  attempt(write: () => void): void
  close(): Kept
}

/**
 * Adds to a log, at most so many bytes: what is said first, and what is said last, which is
 * written in the end. A full disk ends no program: its words are lost, and why is told.
 */
export function openLog(path: string, bytesMax: number): Log {
  const file = openSync(path, "a")
  let left = bytesMax - LAST_BYTES
  let last = Buffer.alloc(0)
  let cut = 0
  let fault: string | undefined

  function attempt(write: () => void): void {
    try {
      write()
    } catch (error) {
      fault ??= (error as NodeJS.ErrnoException).code ?? "unknown"
    }
  }

  function write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  }

  return {
    attempt,
    keep(bytes) {
      const first = bytes.subarray(0, left)
      left -= first.length
      if (first.length > 0) attempt(() => write(first))
      if (first.length === bytes.length) return
      const rest = Buffer.concat([last, bytes.subarray(first.length)])
      last = rest.subarray(Math.max(0, rest.length - LAST_BYTES))
      cut += rest.length - last.length
    },
    close() {
      const gap = cut > 0 ? `\n${cut} bytes more are not kept here\n` : ""
      attempt(() => write(Buffer.concat([Buffer.from(gap), last])))
      closeSync(file)
      return { cut, ...(fault !== undefined && { fault }) }
    },
  }
}

/** The end of what a log says after a point, as one line that a terminal can show. */
export function tailOf(path: string, from = 0): string {
  if (!existsSync(path)) return ""
  const file = openSync(path, "r")
  try {
    const { size } = fstatSync(file)
    const start = Math.max(from, size - SHOWN_BYTES)
    const bytes = Buffer.alloc(Math.max(0, size - start))
    readSync(file, bytes, 0, bytes.length, start)
    return bytes
      .toString("utf8")
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trim()
  } finally {
    closeSync(file)
  }
}
