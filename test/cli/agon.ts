import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"

const BIN = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A folder for runs, and the real command line working in it. Removed when the file is done. */
export function bench() {
  const folder = mkdtempSync(join(tmpdir(), "agon-cli-"))
  const runs = join(folder, "runs")
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    nodeFlags: readonly string[] = [],
  ) {
    const child = spawn(process.execPath, [...nodeFlags, BIN, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, AGON_RUNS: runs, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let out = ""
    let err = ""
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")))
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")))
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on("error", reject)
      child.on("close", (code) => resolve({ code, out, err }))
    })
    return { child, ended, text: () => out }
  }

  return {
    folder,
    runs,
    start,
    agon: (...args: string[]) => start(args).ended,
    /** Writes a file beside the runs and returns its path. */
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
  }
}

/** Two skills, two rounds, a second and a half. */
export const TINY = {
  name: "tiny",
  rounds: 2,
  skills: ["integer-addition", "integer-subtraction"],
  problemsPerRound: 60,
  attempts: 2,
  proposer: { policy: "learned" },
  gate: {},
  training: { steps: 8, batch: 16, replay: 1, learningRate: 0.003, learningRateEnd: 0.001 },
  suites: { developmentPerLevel: 4, testPerLevel: 4 },
  promotion: {},
  stop: {},
}

/** The last line of `--json` output. */
export function lastJson(text: string): Record<string, unknown> {
  return JSON.parse(text.trimEnd().split("\n").at(-1)!) as Record<string, unknown>
}
