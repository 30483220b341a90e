import { readFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { openServedModel, type ServedModel } from "../model/served/model.ts"
import { withoutSecrets } from "../model/served/server.ts"
import type { Hash } from "../record/id.ts"
import type { TrainingProgram } from "../record/job.ts"
import type { Problem } from "../record/problem.ts"
import type { NamedTrainedSeat } from "../record/seat.ts"
import { RunFailure } from "../run/failure.ts"
import { problemsOf, readHistory } from "../run/history.ts"
import { indexProblems } from "../serve/problems.ts"
import { openServer, type RewardServer } from "../serve/server.ts"
import type { Store } from "../store.ts"
import type { Trainer } from "../trainer.ts"
import { checkedFolder } from "../training/checkpoint-folder.ts"
import { openCommandTrainer } from "../training/command.ts"
import { SHIMS } from "../training/export/shims.ts"
import { openHttpTrainer } from "../training/http.ts"
import type { Rewards } from "../training/jobs.ts"
import type { Shelf } from "../training/shelf.ts"
import { UsageError } from "./exit.ts"
import { optionsOfFlags } from "./grade-flags.ts"
import { createOptionReader } from "./grade-options.ts"
import { patienceFrom } from "./patience.ts"
import type { RunHome } from "./runs.ts"
import { version } from "./version.ts"
import { machineWorld } from "./world.ts"

/** What `{agon}` and `{here}` stand for in the commands of a recipe. */
export function places() {
  const agon = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "")
  return { agon, here: process.cwd() }
}

interface OpenTrainer {
  readonly trainer: Trainer
  close(): Promise<void>
  /** For a run that ends at once: its job elsewhere is not to go on without it. */
  readonly leave?: () => Promise<void>
}

/** Whatever trains by `training.by`: a program of this machine, or a job server. */
export function openTrainer(
  by: TrainingProgram,
  home: RunHome,
  store: Store,
  shelf: Shelf,
): OpenTrainer {
  return by.kind === "command"
    ? openProgramTrainer(home, store, shelf)
    : openRemoteTrainer(home, store, shelf)
}

function openRemoteTrainer(home: RunHome, store: Store, shelf: Shelf): OpenTrainer {
  const trainer = openHttpTrainer({
    url: trainerUrl(process.env.AGON_TRAINER_URL),
    token: process.env.AGON_TRAINER_TOKEN || undefined,
    world: machineWorld,
    retry: patienceFrom(process.env).retry,
    jobs: home.jobs,
    checkpoints: home.checkpoints,
    trainingFile: (bundle) => shelf.trainingFile(bundle),
    problemsOf: (bundle) => problemsIn(store, shelf.trainingFile(bundle)),
  })
  const close = () => trainer.close()
  return { trainer, close, leave: close }
}

function trainerUrl(given: string | undefined): string {
  const url = given ? URL.parse(given) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return given!.replace(/\/+$/, "")
  throw new UsageError(
    "this recipe is trained by a job server, and AGON_TRAINER_URL holds no address of one",
    "start one with `agon trainer --command …` and set AGON_TRAINER_URL=http://…",
  )
}

/** A program of this machine; an end of this process is told to its job. */
function openProgramTrainer(home: RunHome, store: Store, shelf: Shelf): OpenTrainer {
  const trainer = openCommandTrainer({
    jobs: home.jobs,
    checkpoints: home.checkpoints,
    world: machineWorld,
    environment: withoutSecrets(process.env),
    places: places(),
    trainingFile: (bundle) => shelf.trainingFile(bundle),
    rewards: async (bundle, port) =>
      openRewards(await problemsIn(store, shelf.trainingFile(bundle)), port),
  })
  const interrupt = () => trainer.interrupt()
  process.once("exit", interrupt)
  return {
    trainer,
    close: async () => {
      process.off("exit", interrupt)
      await trainer.close()
    },
  }
}

/** The servers of a run's checkpoints. */
export function openServing(home: RunHome, seat: NamedTrainedSeat, tryMs: number): ServedModel {
  return openServedModel({
    seat,
    world: machineWorld,
    environment: process.env,
    deadlineMs: tryMs,
    checkpoints: home.checkpoints,
    checked: (hash: Hash) => checkedFolder(home.checkpoints, hash),
    log: home.serveLog,
    places: places(),
  })
}

const REWARD_DEADLINE_MS = 60_000 // a trainer asks for a step's answers at once and waits
const REWARD_BODY_BYTES_MAX = 64 * 1024 * 1024

/** A judge of some problems, on an address of this machine. */
export async function openRewards(
  problems: readonly Problem[],
  port: number | undefined,
): Promise<Rewards> {
  const open = (at: number) =>
    openServer({
      host: "127.0.0.1",
      port: at,
      workers: Math.max(1, availableParallelism() - 1), // the trainer computes, too
      bodyBytesMax: REWARD_BODY_BYTES_MAX,
      patienceMs: REWARD_DEADLINE_MS,
      deadlineMs: REWARD_DEADLINE_MS,
      options: createOptionReader(optionsOfFlags({})),
      problems: indexProblems(problems, ({ statement }) => [statement.text]),
      version: version(),
      judgeName: `judge@${version()}`,
      versions: new Map(),
    })
  // A program that is still under way asks at the old port; if that is taken, it fails and is told.
  const server = await open(port ?? 0).catch((): Promise<RewardServer | undefined> => open(0))
  if (server === undefined) throw new RunFailure("verifier", "process", "no judging process starts")
  const { url } = server
  return {
    url,
    token: null,
    files: { "agon_reward.py": SHIMS.trl({ url }) },
    close: () => server.close(),
  }
}

async function problemsIn(store: Store, rows: string): Promise<Problem[]> {
  const named = readFileSync(rows, "utf8").split("\n").filter(Boolean)
  const wanted = new Set(named.map((line): string => JSON.parse(line).problem))
  const history = await readHistory(store)
  const known = history === undefined ? [] : [...problemsOf(history).values()]
  return known.filter(({ id }) => wanted.has(id))
}
