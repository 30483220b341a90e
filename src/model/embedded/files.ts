import { createHash } from "node:crypto"
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"

/** Reads a file whole, or says why not. */
export function readBytes(path: string): Outcome<Buffer> {
  try {
    return succeeded(readFileSync(path))
  } catch (error) {
    return failed("file", `${path}: ${(error as Error).message}`)
  }
}

/** Reads a checkpoint file and the SHA-256 of its bytes, which is the checkpoint's name. */
export function readCheckpoint(path: string): Outcome<{ checkpoint: Checkpoint; hash: string }> {
  const bytes = readBytes(path)
  if (!bytes.ok) return bytes
  const checkpoint = decodeCheckpoint(bytes.value)
  if (!checkpoint.ok) return failed(checkpoint.code, `${path}: ${checkpoint.message}`)
  return succeeded({ checkpoint: checkpoint.value, hash: sha256(bytes.value) })
}

/**
 * Writes a checkpoint so that `path` holds all of it or what was there before, and returns its
 * SHA-256.
 */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): Outcome<string> {
  const bytes = encodeCheckpoint(checkpoint)
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    writeDurably(temporary, bytes)
    renameSync(temporary, path)
    syncFolder(dirname(path))
  } catch (error) {
    rmSync(temporary, { force: true })
    return failed("file", `${path}: ${(error as Error).message}`)
  }
  return succeeded(sha256(bytes))
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "w")
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes the rename itself durable. Windows cannot open a folder, and needs no such thing. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return
  const folder = openSync(path, "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}
