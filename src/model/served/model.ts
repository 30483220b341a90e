import { z } from "zod"
import type { Model } from "../../model.ts"
import type { ModelFailure } from "../../record/call.ts"
import type { Hash } from "../../record/id.ts"
import type { NamedTrainedSeat } from "../../record/seat.ts"
import type { World } from "../../world.ts"
import { limitedFetch } from "../body.ts"
import { cardOf } from "../card.ts"
import { failed } from "../failure.ts"
import { openOpenAiModel } from "../openai/model.ts"
import type { Environment } from "../secret.ts"
import { type ServerProcess, startServer } from "./server.ts"

export interface ServedOptions {
  readonly seat: NamedTrainedSeat
  readonly world: World
  readonly environment: Environment
  /** Longest that one try may take, in milliseconds. */
  readonly deadlineMs: number
  /** Where checkpoints lie, each in a folder named by its hash. */
  readonly checkpoints: string
  /** A checkpoint's folder, its bytes checked against the hash; throws where they differ. */
  checked(hash: Hash): Promise<string>
  readonly log: string
  /** What `{agon}` and `{here}` stand for. */
  readonly places: Readonly<Record<"agon" | "here", string>>
}

/** Checkpoints behind the Model door: a call names its own, and a server of it is seen to. */
export interface ServedModel extends Model {
  /** A server that serves this checkpoint and has shown that it does, or why there is none. */
  prepare(checkpoint: Hash): Promise<ModelFailure | undefined>
}

const DEATHS_MAX = 3 // in a row, without an answer in between
const LOOK_MS = 100 // between two looks whether a server is ready

export function openServedModel(options: ServedOptions): ServedModel {
  const { seat, deadlineMs } = options
  const card = cardOf(seat)
  const servers = new Servers(options)
  return {
    describe: () => card,
    prepare: (checkpoint) => servers.prepare(checkpoint),
    async complete(call, signal) {
      const trouble = await servers.prepare(call.checkpoint)
      if (trouble !== undefined) return trouble
      const model = servers.clientOf(call.checkpoint, deadlineMs)
      const outcome = await model.complete(call, signal)
      servers.heard(outcome.kind === "reply")
      return outcome
    },
    close: () => servers.close(),
  }
}

/** At most one server at a time, started when it is needed and again when it has died. */
class Servers {
  private readonly options: ServedOptions
  /** One server for all checkpoints, by name; otherwise one is started for each. */
  private readonly isShared: boolean
  private server: ServerProcess | undefined
  private served: Hash | undefined
  private readonly known = new Set<Hash>()
  private clients = new Map<Hash, Model>()
  private deaths = 0
  private turn: Promise<unknown> = Promise.resolve()
  private isClosed = false

  constructor(options: ServedOptions) {
    this.options = options
    this.isShared = options.seat.serve.command.some((word) => word.includes("{checkpoints}"))
  }

  /** One after the other: calls of one tick need one server, not one each. */
  prepare(checkpoint: Hash): Promise<ModelFailure | undefined> {
    if (this.isReady(checkpoint)) return Promise.resolve(undefined)
    const work = this.turn.then(() => this.ready(checkpoint))
    this.turn = work.catch(() => {})
    return work
  }

  clientOf(checkpoint: Hash, deadlineMs: number): Model {
    const known = this.clients.get(checkpoint)
    if (known !== undefined) return known
    const { maxTokens, tools, toolTurnsMax, concurrency, temperature } = this.options.seat
    const common = { maxTokens, tools, toolTurnsMax, concurrency, temperature, seeded: true }
    const seat = { provider: "openai-compatible", model: checkpoint, ...common } as const
    const baseUrl = this.server?.baseUrl ?? ""
    const client = openOpenAiModel(seat, {
      ...{ baseUrl, deadlineMs, environment: {} },
      maySayNothing: true, // weights at the start of their training often do
    })
    this.clients.set(checkpoint, client)
    return client
  }

  heard(isReply: boolean): void {
    if (isReply) this.deaths = 0
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.turn
    await this.stop()
  }

  private isReady(checkpoint: Hash): boolean {
    const isServing = this.isShared ? this.known.has(checkpoint) : this.served === checkpoint
    return this.server !== undefined && this.server.death() === undefined && isServing
  }

  private async ready(checkpoint: Hash): Promise<ModelFailure | undefined> {
    if (this.isReady(checkpoint)) return undefined
    const folder = await this.options.checked(checkpoint)
    for (;;) {
      if (this.isClosed) return failed("unreachable", "the run is closing", { billed: "no" })
      const death = this.server?.death()
      const mustStart = this.server === undefined || death !== undefined || !this.isShared
      if (death !== undefined && ++this.deaths >= DEATHS_MAX) return died(this.deaths, death)
      if (mustStart) await this.restart(checkpoint, folder)
      const trouble = await this.untilServed(checkpoint)
      if (trouble === "died") continue
      if (trouble !== undefined) return trouble
      this.served = checkpoint
      this.known.add(checkpoint)
      return undefined
    }
  }

  private async restart(hash: Hash, checkpoint: string): Promise<void> {
    await this.stop()
    const { seat, environment, log, checkpoints, places } = this.options
    this.server = await startServer({
      command: seat.serve.command,
      places: { ...places, hash, checkpoint, checkpoints },
      ...{ log, environment },
    })
  }

  private async stop(): Promise<void> {
    const clients = [...this.clients.values()]
    this.clients = new Map()
    this.known.clear()
    this.served = undefined
    const { server } = this
    this.server = undefined
    for (const client of clients) await client.close()
    await server?.stop()
  }

  /** Waits until the server lists its models; then what it lists must be what was asked for. */
  private async untilServed(checkpoint: Hash): Promise<ModelFailure | "died" | undefined> {
    const { world, seat } = this.options
    const until = world.clock.monotonic() + seat.serve.startSeconds * 1_000
    const server = this.server!
    while (!this.isClosed) {
      if (server.death() !== undefined) return "died"
      const listed = await ask(`${server.baseUrl}/models`, Listed)
      if (listed !== undefined) return identityFault(server.baseUrl, checkpoint, listed.data)
      if (world.clock.monotonic() > until) {
        const seconds = seat.serve.startSeconds
        return failed("not-found", `the server of checkpoints lists no model after ${seconds} s`)
      }
      await world.wait(LOOK_MS)
    }
    return failed("unreachable", "the run is closing", { billed: "no" })
  }
}

const Listed = z.object({ data: z.array(z.object({ id: z.string() })) })
const Shown = z.object({ id: z.string(), sha256: z.string().optional() })

/** A server that loads other bytes than were promoted would make every figure a lie. */
async function identityFault(
  baseUrl: string,
  checkpoint: Hash,
  listed: readonly { readonly id: string }[],
): Promise<ModelFailure | undefined> {
  if (!listed.some(({ id }) => id === checkpoint)) {
    const names = listed.map(({ id }) => id).join(", ") || "nothing"
    return failed(
      "not-found",
      `the server was to serve checkpoint ${checkpoint}; it serves ${names}`,
    )
  }
  const shown = await ask(`${baseUrl}/models/${checkpoint}`, Shown)
  const found = shown?.sha256
  if (found === undefined || found === checkpoint) return undefined
  return failed("not-found", `the server calls bytes with the hash ${found} by ${checkpoint}`)
}

const ASK_MS_MAX = 60_000 // a server that hashes what it has loaded takes a while

async function ask<Shape>(url: string, shape: z.ZodType<Shape>): Promise<Shape | undefined> {
  try {
    const response = await limitedFetch(url, { signal: AbortSignal.timeout(ASK_MS_MAX) })
    return response.ok ? shape.safeParse(await response.json()).data : undefined
  } catch {
    return undefined // not yet: whoever asks knows how long to wait
  }
}

function died(deaths: number, how: string): ModelFailure {
  return failed("not-found", `the server of checkpoints has died ${deaths} times; last, ${how}`)
}
