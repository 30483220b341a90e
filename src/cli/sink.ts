import { once } from "node:events"
import { closeSync, createReadStream, fstatSync, fsyncSync, openSync, unlinkSync } from "node:fs"
import { resolve } from "node:path"
import { moveDurably, writeWhole } from "../disk.ts"
import { UsageError } from "./exit.ts"
import { nearPath, note } from "./terminal.ts"

/** Where a long output goes, piece by piece. */
export interface Sink {
  write(text: string): Promise<void>
  /** All is written: a file gets its name. */
  close(): void
  /** It came to nothing: no half of a file is left. */
  drop(): void
}

/** Standard output, as fast as its reader reads; or a file that is there when it is whole. */
export function openSink(out: string | undefined): Sink {
  return out === undefined ? standardOutput() : file(resolve(out))
}

function standardOutput(): Sink {
  return {
    async write(text) {
      if (!process.stdout.write(text)) await once(process.stdout, "drain")
    },
    close() {},
    drop() {},
  }
}

function file(path: string): Sink {
  const temporary = `${path}.tmp`
  const descriptor = openForWriting(temporary, path)
  return {
    async write(text) {
      writeWhole(descriptor, new TextEncoder().encode(text), path, null)
    },
    close() {
      fsyncSync(descriptor)
      closeSync(descriptor)
      moveDurably(temporary, path)
      note(`written: ${nearPath(path)}`)
    },
    drop() {
      closeSync(descriptor)
      unlinkSync(temporary)
    },
  }
}

function openForWriting(temporary: string, path: string): number {
  try {
    return openSync(temporary, "w")
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `--out ${nearPath(path)} cannot be written (${code})`,
      "choose another name",
    )
  }
}

/** Opened before anything else is: a wrong name should be told at once, and in a sentence. */
export function openInput(path: string): AsyncIterable<Uint8Array> {
  try {
    const descriptor = openSync(path, "r")
    if (!fstatSync(descriptor).isDirectory()) return createReadStream(path, { fd: descriptor })
    closeSync(descriptor)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${path} cannot be read (${code})`, "is that its name, seen from here?")
  }
  throw new UsageError(`${path} is a folder, and no table`, "name a file in it")
}
