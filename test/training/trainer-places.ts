import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { places } from "../../src/cli/trained.ts"
import { machineWorld } from "../../src/cli/world.ts"
import { startLearner } from "../../src/model/embedded/learner.ts"
import { withoutSecrets } from "../../src/model/served/server.ts"
import type { JobProgram } from "../../src/record/job.ts"
import { createGuard } from "../../src/serve/guard.ts"
import type { Trainer } from "../../src/trainer.ts"
import { openCommandTrainer } from "../../src/training/command.ts"
import { checkpointFile, openEmbeddedTrainer } from "../../src/training/embedded.ts"
import { openHttpTrainer } from "../../src/training/http.ts"
import { type OpenJobServer, openJobServer } from "../../src/training/job-server.ts"
import type { JobsOptions, Rewards } from "../../src/training/jobs.ts"
import { openShelf } from "../../src/training/shelf.ts"
import type { Row, TrainerPlace } from "../contract/trainer.ts"

export const PROGRAM = ["node", "{agon}/test/servers/trainer.ts"]

export const BY: JobProgram = {
  ...{ kind: "command", command: PROGRAM, model: "small", method: "sft", form: "bare" },
  minutesMax: 5,
}

export const RETRY = { triesMax: 8, deadlineMs: 20_000, baseMs: 20, capMs: 200 }

/** A folder for one test. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "agon-trainer-"))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function jobsIn(folder: string): JobsOptions {
  return {
    ...{ jobs: join(folder, "jobs"), checkpoints: join(folder, "checkpoints") },
    ...{ world: machineWorld, places: places(), environment: withoutSecrets(process.env) },
  }
}

export const noRewards = (): Promise<Rewards> => Promise.reject(new Error("nothing is paid here"))

export function embeddedPlace(folder: string): TrainerPlace {
  const checkpoints = join(folder, "checkpoints")
  const shelf = openShelf(join(folder, "bundles"))
  return {
    ...bundling(folder),
    by: undefined,
    begun: () => undefined,
    damage: (hash) => flip(checkpointFile(checkpoints, hash)),
    async open() {
      const learner = startLearner({ threads: 1 })
      const { trainingFile } = shelf
      return openEmbeddedTrainer({ learner, folder: checkpoints, trainingFile })
    },
  }
}

export function commandPlace(folder: string, by = BY): TrainerPlace {
  const shelf = openShelf(join(folder, "bundles"))
  const options = jobsIn(folder)
  return {
    ...bundling(folder),
    by,
    begun: () => begunIn(options.jobs),
    damage: (hash) => flip(weightsIn(options.checkpoints, hash)),
    open: async () =>
      openCommandTrainer({ ...options, trainingFile: shelf.trainingFile, rewards: noRewards }),
  }
}

export const DONE = { steps: 1, rows: 1, tokens: 1, loss: 0.5 }

/** A training program of a few lines; `job`, `write` and `end` are at hand. */
export function program(folder: string, lines: string): JobProgram & { kind: "command" } {
  const path = join(folder, "program.mjs")
  const head = `import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
const job = JSON.parse(readFileSync(process.argv[2], "utf8"))
const write = (name, text) => writeFileSync(job.out + "/" + name, text)
const end = () => writeFileSync("result.json", ${JSON.stringify(JSON.stringify(DONE))})
`
  writeFileSync(path, head + lines)
  return { ...BY, kind: "command", command: ["node", path] }
}

/** A job server of its own, and a client with folders of its own. */
export async function httpPlace(
  folder: string,
  { token, throughUrl = (url: string) => url }: HttpPlaceOptions = {},
): Promise<TrainerPlace & { readonly server: OpenJobServer; readonly there: string }> {
  const there = join(folder, "there")
  const server = await serverIn(there, { token })
  const here = join(folder, "here")
  const shelf = openShelf(join(folder, "bundles"))
  const { command: _, ...rest } = BY as JobProgram & { kind: "command" }
  return {
    ...bundling(folder),
    ...{ server, there },
    by: { ...rest, kind: "http" },
    begun: () => begunIn(join(there, "jobs")),
    damage: (hash) => flip(weightsIn(join(there, "checkpoints"), hash)),
    open: async () => clientIn(here, throughUrl(server.url), shelf.trainingFile, token),
  }
}

interface HttpPlaceOptions {
  readonly token?: string
  readonly throughUrl?: (url: string) => string
}

interface ServerInOptions {
  readonly token?: string | undefined
  readonly port?: number
  readonly command?: readonly string[]
  readonly fileBytesMax?: number
  readonly silenceMsMax?: number
}

export function serverIn(folder: string, options: ServerInOptions = {}): Promise<OpenJobServer> {
  const { token, port = 0, command = PROGRAM } = options
  const { fileBytesMax = 64 * 1024 ** 2, silenceMsMax = 10_000 } = options
  const host = "127.0.0.1"
  return openJobServer({
    ...jobsIn(folder),
    ...{ host, port, command, data: join(folder, "data"), fileBytesMax, silenceMsMax },
    guard: createGuard({ host, token }),
    judge: noRewards,
  })
}

export function clientIn(
  folder: string,
  url: string,
  trainingFile: ReturnType<typeof openShelf>["trainingFile"],
  token?: string,
): Trainer {
  const { jobs, checkpoints } = jobsIn(folder)
  return openHttpTrainer({
    ...{ url, token, jobs, checkpoints, trainingFile },
    ...{ world: machineWorld, retry: RETRY, problemsOf: async () => [] },
  })
}

function bundling(folder: string): Pick<TrainerPlace, "bundle"> {
  const shelf = openShelf(join(folder, "bundles"))
  return {
    bundle: (rows: readonly Row[]) =>
      shelf.write(
        rows.map((row) => ({ ...row, problem: "" })),
        { run: "contract", round: 1 },
      ),
  }
}

function begunIn(jobs: string): number {
  if (!existsSync(jobs)) return 0
  const logs = readdirSync(jobs).map((job) => join(jobs, job, "log"))
  return logs
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + readFileSync(path, "utf8").split("begun train").length - 1, 0)
}

export function weightsIn(checkpoints: string, hash: string): string {
  return join(checkpoints, hash, "model.safetensors")
}

export function flip(path: string): void {
  const bytes = readFileSync(path)
  const at = bytes.length - 5
  bytes[at] = bytes[at]! ^ 1
  writeFileSync(path, bytes)
}
