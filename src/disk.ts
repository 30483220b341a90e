import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { dirname } from "node:path"

/**
 * Replaces a file as a whole: a reader, or a kill at any moment, sees the old bytes or the new.
 */
export function writeAtomic(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
  makeFolder(dirname(path))
  const temporary = `${path}.tmp`
  const file = openSync(temporary, "w")
  try {
    writeWhole(file, bytes, path)
    fsyncSync(file)
  } catch (error) {
    rmSync(temporary, { force: true }) // half a file helps nobody, least of all on a full disk
    // The system names no file of a flush, and whoever is to make room wants to know where.
    throw Object.assign(error as Error, { path })
  } finally {
    closeSync(file)
  }
  moveDurably(temporary, path)
}

/** Writes all bytes, at a place or where the file stands. A refusal names the path. */
export function writeWhole(
  file: number,
  bytes: Uint8Array,
  path: string,
  from: number | null = 0,
): void {
  // A full disk may take part of the bytes without an error, so the rest is written again.
  for (let written = 0; written < bytes.length; ) {
    try {
      const at = from === null ? null : from + written
      written += writeSync(file, bytes, written, bytes.length - written, at)
    } catch (error) {
      throw Object.assign(error as Error, { path })
    }
  }
}

/** Renames a file whose bytes are on disk already, so that its new name is too. */
export function moveDurably(from: string, path: string): void {
  renameSync(from, path)
  const folder = openSync(dirname(path), "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/**
 * Makes a folder and those above it. Node's own way to do so has no end below /proc, where nothing
 * can be made and nothing says why.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    if (!existsSync(path)) throw error // another process may have made it in this moment
  }
}
