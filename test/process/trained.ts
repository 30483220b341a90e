import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { exportPairs } from "../../src/cli/export.ts"
import type { RecipeInput } from "../../src/record/recipe.ts"
import { readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { checkpointFiles, checkpointHash } from "../../src/training/checkpoint-folder.ts"
import { sha256 } from "./agon.ts"

const TRAINER = ["node", "{agon}/test/servers/trainer.ts"]
export const SERVER = ["node", "{agon}/test/servers/checkpoints.ts", "--port", "{port}"]
const EVERY = [...SERVER, "--checkpoints", "{checkpoints}"]
export const EACH = [...SERVER, "--checkpoint", "{checkpoint}"]

interface Options {
  readonly rounds?: number
  readonly trainer?: readonly string[]
  readonly serve?: readonly string[]
  readonly form?: "bare" | "chat"
  readonly by?: object
  /** Settings of `training` beside its program. */
  readonly training?: object
  readonly warmupRounds?: number
}

/** A small run whose solver is trained by one program and served by another. */
export function trainedRecipe({ rounds = 1, trainer = [], ...other }: Options = {}): RecipeInput {
  const { serve = EVERY, form = "bare", by = {}, training = {}, warmupRounds = 0 } = other
  return {
    name: "trained",
    seed: 7,
    rounds,
    skills: ["integer-remainder", "integer-addition"],
    problemsPerRound: 120,
    attempts: 2,
    seats: {
      solver: {
        ...{ provider: "trained", form, maxTokens: 8, concurrency: 64 },
        serve: { command: [...serve] },
      },
    },
    proposer: { policy: "learned" },
    gate: { noveltyRounds: 1 },
    training: {
      by: {
        ...{ kind: "command", command: [...TRAINER, ...trainer], model: "small", method: "sft" },
        ...by,
      } as never,
      steps: 24,
      batch: 48,
      replay: 1,
      learningRate: 0.005,
      learningRateEnd: 0.001,
      warmupSteps: 8,
      weightDecay: 0.3,
      ...training,
    },
    warmupRounds,
    suites: { developmentPerLevel: 5, testPerLevel: 4 },
    promotion: { alpha: 0.2 },
    stop: { yieldMin: 0 },
  }
}

export function recipeFile(folder: string, name: string, recipe: RecipeInput): string {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify(recipe))
  return path
}

/** What must be equal when two such runs are equal. */
export async function trainedEssence(runs: string, id: string) {
  const store = openSqliteStore(join(runs, id, "journal.sqlite"), { readOnly: true })
  const history = await readHistory(store)
  await store.close()
  const { champion, curriculum } = history!.closed!
  const folder = join(runs, id, "checkpoints", champion)
  const out = join(runs, `${id}.jsonl`)
  await exportPairs.run([id, "--runs", runs, "--out", out])
  const files = readdirSync(join(runs, id), { recursive: true, encoding: "utf8" })
    .filter((name) => !/^journal\.sqlite/.test(name))
    .toSorted()
  return {
    head: history!.head,
    decisions: history!.rounds.map(({ decided }) => decided?.decision),
    ...{ champion, curriculum, files },
    checkpoint: checkpointHash(await checkpointFiles(folder)),
    exported: sha256(readFileSync(out)),
  }
}

/** How often each job's program was begun and how often it came to its end, from the logs. */
export function startsOf(runs: string, id: string): { begun: number; done: number }[] {
  const jobs = join(runs, id, "jobs")
  if (!existsSync(jobs)) return []
  return readdirSync(jobs).map((job) => {
    const path = join(jobs, job, "log")
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : []
    const count = (word: string) => lines.filter((line) => line.startsWith(word)).length
    return { begun: count("begun"), done: count("done") }
  })
}

/** Processes that have a folder in their command line: those of its jobs and servers. */
export function processesAbout(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLineOf(pid).includes(folder))
    .map(Number)
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8")
  } catch {
    return "" // it has ended
  }
}

/** A real `agon trainer`, once it says where it is. */
export function startTrainer(
  runs: string,
  more: readonly string[] = [],
  { command = TRAINER, args = [], env = {} }: TrainerOptions = {},
): Promise<{ url: string; child: ChildProcess }> {
  const bin = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))
  const words = [...command, ...more].flatMap((word) => [`--command=${word}`])
  const where = ["--port", "0", "--json", "--folder", join(runs, "jobs")]
  const child = spawn(process.execPath, [bin, "trainer", ...where, ...words, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  })
  return new Promise((resolve, reject) => {
    child.on("exit", () => reject(new Error("agon trainer has ended")))
    createInterface({ input: child.stdout! }).once("line", (line) => {
      resolve({ url: JSON.parse(line).url, child })
    })
  })
}

interface TrainerOptions {
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}
