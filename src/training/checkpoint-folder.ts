import { createHash } from "node:crypto"
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, readdirSync } from "node:fs"
import { join, sep } from "node:path"
import { type Hash, hashJson } from "../record/id.ts"
import { RunFailure } from "../run/failure.ts"

/** One file of a checkpoint; `path` is relative, with `/` between its parts. */
export interface CheckpointFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

const FILES_MAX = 10_000 // the largest sharded models have some hundreds

/**
 * The files of a checkpoint's folder, by path in the order of their UTF-8 bytes. Hidden files and
 * unfinished ones (`*.part`) are no part of it. A folder with anything but files in it is refused:
 * a link could lead anywhere.
 */
export async function checkpointFiles(folder: string): Promise<CheckpointFile[]> {
  const paths = pathsIn(folder)
  if (paths.length === 0) throw strange(folder, "holds no file")
  if (paths.length > FILES_MAX) throw strange(folder, `holds more than ${FILES_MAX} files`)
  const files: CheckpointFile[] = []
  for (const path of paths) files.push({ path, ...(await digestOf(join(folder, path))) })
  return files
}

/** A checkpoint's name: the hash of the list of its files. */
export function checkpointHash(files: readonly CheckpointFile[]): Hash {
  return hashJson(files)
}

export function checkpointFolder(checkpoints: string, hash: Hash): string {
  return join(checkpoints, hash)
}

/** The folder of a checkpoint whose bytes still have the hash that names them. */
export async function checkedFolder(checkpoints: string, hash: Hash): Promise<string> {
  const folder = checkpointFolder(checkpoints, hash)
  if (!existsSync(folder)) throw damaged(folder, "is missing")
  if (checkpointHash(await checkpointFiles(folder)) !== hash) {
    throw damaged(folder, "does not match its hash")
  }
  return folder
}

/** Makes sure that what was written outlives the machine's power. */
export function flushFolder(folder: string): void {
  for (const { name, parentPath } of readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    flush(join(parentPath, name))
  }
  flush(folder)
}

function flush(path: string): void {
  const file = openSync(path, "r")
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function pathsIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1)
    const parts = path.split(sep)
    if (parts.some((part) => part.startsWith(".")) || path.endsWith(".part")) return []
    if (entry.isDirectory()) return []
    if (!entry.isFile()) throw strange(folder, `holds ${path}, which is no file`)
    return [parts.join("/")]
  })
  return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

async function digestOf(path: string): Promise<Omit<CheckpointFile, "path">> {
  const hash = createHash("sha256")
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest("hex") }
}

function damaged(folder: string, fault: string): RunFailure {
  return new RunFailure(
    "trainer",
    "corrupt-checkpoint",
    `checkpoint ${folder} ${fault}`,
    "restore the folder from a copy; what is trained on from other bytes would be another run",
  )
}

function strange(folder: string, what: string): RunFailure {
  const advice = "the trainer must write plain files, and nothing else, into the folder `out`"
  return new RunFailure("trainer", "bad-checkpoint", `checkpoint ${folder} ${what}`, advice)
}
