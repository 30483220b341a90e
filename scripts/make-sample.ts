// Makes runs/sample/ and test/process/golden.json again: `node scripts/make-sample.ts`.
// To be run after a deliberate change of what a run decides. Where nothing has changed, the files
// that are there stay as they are, so that git has nothing to say.
import { spawnSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { SUMS_FILE, writeSums } from "../src/store/sums.ts"

const BYTES_MAX = 2_500_000 // of a folder that everybody clones

const root = fileURLToPath(new URL("../", import.meta.url))
const runs = mkdtempSync(join(tmpdir(), "agon-sample-"))
try {
  writeGolden(play(join(root, "test/process/small.json"), "small"))
  writeSample(play(join(root, "runs/sample.ts"), "sample"))
} finally {
  rmSync(runs, { recursive: true, force: true })
}

/** What identifies a run, whatever machine plays it and whenever. */
interface Identity {
  readonly head: string
  readonly curriculum: string
  readonly champion: string
}

/** Plays a recipe in the temporary runs folder. */
function play(recipe: string, name: string): Identity {
  agon("run", recipe, "--name", name, "--runs", runs, "--no-report")
  return identityOf(runs, name)
}

function identityOf(folder: string, name: string): Identity {
  const { head, curriculum, champion } = JSON.parse(
    agon("replay", name, "--runs", folder, "--json").trim(),
  )
  return { head, curriculum, champion }
}

function writeGolden(golden: Identity): void {
  const file = join(root, "test/process/golden.json")
  const text = `${JSON.stringify(golden, null, 2)}\n`
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined
  if (before !== text) writeFileSync(file, text)
  console.log(`golden  ${before === text ? "unchanged" : "changed"}  ${golden.head}`)
}

/** The journal, the bundles and the champion: what replay, audit, report and export need. */
function writeSample(made: Identity): void {
  const home = join(root, "runs/sample")
  if (existsSync(join(home, SUMS_FILE)) && isSame(made)) {
    console.log(`sample  unchanged  ${made.head}`)
    return
  }
  const part = join(runs, "sample")
  for (const name of readdirSync(join(part, "checkpoints"))) {
    if (basename(name) !== `${made.champion}.safetensors`) rmSync(join(part, "checkpoints", name))
  }
  rmSync(join(part, "journal.sqlite.lock"), { force: true })
  rmSync(join(part, SUMS_FILE))
  writeSums(part)
  const bytes = sizeOf(part)
  if (bytes > BYTES_MAX) throw new Error(`the sample has ${bytes} bytes, more than ${BYTES_MAX}`)
  rmSync(home, { recursive: true, force: true })
  cpSync(part, home, { recursive: true })
  agon("audit", "sample", "--runs", join(root, "runs"))
  console.log(`sample  changed    ${made.head}  ${bytes} bytes`)
}

/** Whether the committed run still replays, and to the same end. */
function isSame(made: Identity): boolean {
  try {
    return JSON.stringify(identityOf(join(root, "runs"), "sample")) === JSON.stringify(made)
  } catch {
    return false
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
}

function agon(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "bin/agon.js"), ...args],
    { encoding: "utf8", maxBuffer: 1e8 },
  )
  if (status !== 0) throw new Error(`agon ${args[0]} ended with ${status}: ${stdout}${stderr}`)
  return stdout
}
