import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { exportPairs } from "../../src/cli/export.ts"
import { readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { checkpointFile } from "../../src/training/embedded.ts"

const BIN = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))
/** Three rounds of every stage, with real training and two promotions, in a few seconds. */
export const SMALL = fileURLToPath(new URL("./small.json", import.meta.url))
/** Small enough that a run of it can be damaged and audited a hundred times. */
export const TINY = fileURLToPath(new URL("./tiny.json", import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A real `agon` process, in a process group of its own. */
export interface Agon {
  readonly child: ChildProcess
  /** What `--json` has printed so far, a line at a time. */
  readonly lines: Line[]
  readonly ended: Promise<Ended>
  /** What it has said on stderr so far. */
  stderr(): string
  /** Resolves with the first line that is wanted; rejects when the process ends before. */
  until(isWanted: (line: Line) => boolean): Promise<Line>
  /** SIGKILL to the whole group: the learner dies in the same instant. */
  killAll(): void
}

export type Line = { readonly kind?: string; readonly stage?: string; readonly round?: number }

export function startAgon(
  args: readonly string[],
  node: string = process.execPath,
  environment: Readonly<Record<string, string>> = {},
): Agon {
  const child = spawn(node, [BIN, ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  })
  const lines: Line[] = []
  const waiting = new Set<{ take(line: Line): void; end(): void }>()
  let stdout = ""
  let stderr = ""
  createInterface({ input: child.stdout! }).on("line", (text) => {
    stdout += `${text}\n`
    const line = parseLine(text)
    if (line === undefined) return
    lines.push(line)
    for (const waiter of waiting) waiter.take(line)
  })
  child.stderr!.on("data", (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      for (const waiter of waiting) waiter.end()
      resolve({ code, signal, stdout, stderr })
    })
  })
  return {
    child,
    lines,
    ended,
    stderr: () => stderr,
    until: (isWanted) =>
      new Promise((resolve, reject) => {
        const early = lines.find(isWanted)
        if (early !== undefined) return resolve(early)
        waiting.add({
          take: (line) => isWanted(line) && resolve(line),
          end: () => reject(new Error(`it ended before the line came: ${stdout}${stderr}`)),
        })
      }),
    killAll() {
      try {
        process.kill(-child.pid!, "SIGKILL")
      } catch {
        // It has ended already.
      }
    },
  }
}

export function runAgon(args: readonly string[], node?: string): Promise<Ended> {
  return startAgon(args, node).ended
}

/** What must be equal when two runs are equal. Clock and machine are in none of it. */
export interface Essence {
  readonly head: string
  readonly curriculum: string
  readonly champion: string
  /** SHA-256 of the champion's bytes on disk, not of what the journal says of them. */
  readonly checkpoint: string
  /** SHA-256 of `agon export`. */
  readonly exported: string
  /** Every file of the run that a process leaves behind. */
  readonly files: readonly string[]
}

export async function essenceOf(runs: string, id: string): Promise<Essence> {
  const store = openSqliteStore(join(runs, id, "journal.sqlite"), { readOnly: true })
  const history = await readHistory(store)
  await store.close()
  const { champion, curriculum } = history!.closed!
  const file = checkpointFile(join(runs, id, "checkpoints"), champion)
  const out = join(runs, `${id}.jsonl`)
  await exportPairs.run([id, "--runs", runs, "--out", out])
  const exported = sha256(readFileSync(out))
  const checkpoint = sha256(readFileSync(file))
  const files = readdirSync(join(runs, id), { recursive: true, encoding: "utf8" })
    .filter((name) => !/^journal\.sqlite/.test(name))
    .toSorted()
  return { head: history!.head, curriculum, champion, checkpoint, exported, files }
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}

/** An empty runs folder, and how to be rid of it. */
export function freshRuns(): { runs: string; remove: () => void } {
  const runs = mkdtempSync(join(tmpdir(), "agon-process-"))
  return { runs, remove: () => rmSync(runs, { recursive: true, force: true }) }
}

/** Ids of the processes that this one has started. Linux only. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
  return text.trim().split(" ").filter(Boolean).map(Number)
}

/** Gone, or dead and only waiting to be counted. Linux only. */
export function isGone(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    return /\) [ZX] /.test(stat)
  } catch {
    return true
  }
}

function parseLine(text: string): Line | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the line that a kill cut off
  }
}
