import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join, sep } from "node:path"
import { writeAtomic } from "../disk.ts"
import { RunFailure } from "../run/failure.ts"

export const SUMS_FILE = "SHA256SUMS"

/**
 * Not listed: what is derived and can be written again, what is written after a run has ended (and
 * has a chain of its own), and what ends with its process.
 */
const UNLISTED = /^(SHA256SUMS|report\.html|tombstones\.jsonl|.*\.(lock|part|tmp)|.*-(wal|shm))$/
const WEIGHTS = /^checkpoints\/[^/]+\.safetensors$/ // the embedded learner's, named by hash
const LINE = /^([0-9a-f]{64}) {2}(.+)$/

/**
 * The digest of every file of a finished run, in the format of `sha256sum -c`. SQLite leaves bytes
 * in its pages that mean nothing; with this list a change in any byte at all has a name. The run is
 * closed by now, so a checkpoint that has come to harm on the way is told of here.
 */
export function writeSums(folder: string): void {
  if (existsSync(join(folder, SUMS_FILE))) return // it is the older witness
  // A reader holds the log open, so the journal's file is still to change: better no list than a
  // wrong one. The audit does without.
  if (existsSync(join(folder, "journal.sqlite-wal"))) return
  const lines = listed(folder).map((name) => {
    const sum = sumOf(join(folder, name))
    if (WEIGHTS.test(name) && basename(name) !== `${sum}.safetensors`) {
      throw new RunFailure(
        "trainer",
        "corrupt-checkpoint",
        `checkpoint ${join(folder, name)} does not match its hash`,
        "the file was changed or the disk failed; start the run again: the same seed makes the same bytes",
      )
    }
    return `${sum}  ${name}\n`
  })
  writeAtomic(join(folder, SUMS_FILE), lines.join(""))
}

/** Where the files of a run are not what its list says. A run without a list has no such faults. */
export function sumFaults(folder: string): { where: string; fault: string }[] {
  const path = join(folder, SUMS_FILE)
  if (!existsSync(path)) return []
  const faults: { where: string; fault: string }[] = []
  const present = listed(folder)
  const seen = new Set<string>()
  const lines = readFileSync(path, "utf8").split("\n")
  if (lines.pop() !== "") faults.push({ where: SUMS_FILE, fault: "its end is missing" })
  for (const [at, line] of lines.entries()) {
    const [, sum, name] = LINE.exec(line) ?? []
    if (name === undefined) {
      faults.push({ where: SUMS_FILE, fault: `line ${at + 1} is not readable` })
      continue
    }
    seen.add(name)
    if (!present.includes(name)) faults.push({ where: name, fault: "it is missing" })
    else if (sumOf(join(folder, name)) !== sum) {
      faults.push({ where: name, fault: `its bytes are not those that ${SUMS_FILE} names` })
    }
  }
  const extra = present.filter((name) => !seen.has(name))
  return [...faults, ...extra.map((where) => ({ where, fault: `${SUMS_FILE} does not name it` }))]
}

/** Paths as the list spells them, in code-unit order. */
function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !UNLISTED.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.split(sep).join("/"))
    .sort()
}

function sumOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex")
}
