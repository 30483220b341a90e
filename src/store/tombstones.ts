import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import {
  extendTombstones,
  FIRST_TOMBSTONE,
  type Finding,
  Tombstone,
  tombstoneHash,
} from "../record/tombstone.ts"
import { RunFailure } from "../run/failure.ts"

export const TOMBSTONES_FILE = "tombstones.jsonl"

/** The tombstones beside a run's journal, in order; none where there is no file. */
export function readTombstones(folder: string): readonly Tombstone[] {
  return tombstonesIn(join(folder, TOMBSTONES_FILE))
}

/** Those of one file. Throws RunFailure for a chain that is broken or not readable. */
export function tombstonesIn(path: string): readonly Tombstone[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, "utf8").split("\n")
  if (lines.pop() !== "") throw damaged(path, lines.length + 1, "is cut off")
  let prev = FIRST_TOMBSTONE
  return lines.map((line, at) => {
    const { data: stone } = Tombstone.safeParse(parseJson(line))
    if (stone === undefined) throw damaged(path, at + 1, "is not readable")
    if (stone.prev !== prev) throw damaged(path, at + 1, "does not follow the one before")
    if (stone.hash !== tombstoneHash(prev, stone.finding)) {
      throw damaged(path, at + 1, "does not match its hash")
    }
    prev = stone.hash
    return stone
  })
}

/** Appends findings to a run's tombstones; what is there already stays as it is. */
export function appendTombstones(folder: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return
  const longer = extendTombstones(readTombstones(folder), findings)
  const text = longer.map((stone) => `${canonicalJson(stone)}\n`).join("")
  writeAtomic(join(folder, TOMBSTONES_FILE), text)
}

function damaged(path: string, line: number, what: string): RunFailure {
  return new RunFailure(
    "store",
    "corrupt-tombstones",
    `${path}: line ${line} ${what}`,
    "restore a copy; or delete the file, and `agon recall` writes it again from the journal",
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
