import { z } from "zod"
import type { ModelFailure } from "../../record/call.ts"
import type { OpenAiSeat } from "../../record/seat.ts"
import { failed } from "../failure.ts"
import { Scrubber } from "../secret.ts"
import { seatFailure } from "../setting.ts"
import { tryOnce } from "../try.ts"
import { explainOpenAi } from "./failure.ts"
import { type OpenAiOptions, settingsOf } from "./model.ts"
import { addressOf, readJson, send } from "./wire.ts"

export interface Served {
  readonly kind: "served"
  /** Every name that the server answers to. */
  readonly models: readonly string[]
}

const PROBE_DEADLINE_MS = 10_000 // a server that is up lists its models at once

/** Asks a server, before a run spends anything, whether it is there and serves a seat's model. */
export async function probeOpenAi(
  seat: OpenAiSeat,
  options: Omit<OpenAiOptions, "deadlineMs"> & { readonly deadlineMs?: number },
): Promise<Served | ModelFailure> {
  const environment = settingsOf(options)
  const wrong = seatFailure(seat, environment)
  if (wrong !== undefined) return wrong
  const address = addressOf(environment)
  const trying = {
    deadlineMs: options.deadlineMs ?? PROBE_DEADLINE_MS,
    closed: new AbortController().signal,
    scrubber: new Scrubber([address.key]),
    explain: explainOpenAi,
  }
  return tryOnce(trying, undefined, async (signal): Promise<Served | ModelFailure> => {
    const listed = Listed.safeParse(await readJson(await send(address, "models", { signal })))
    if (!listed.success) return failed("malformed", "the server does not list its models")
    const { model } = seat
    const models = listed.data.data.map(({ id }) => id)
    // Ollama lists "name:latest" for what it answers to as "name".
    if (models.includes(model) || models.includes(`${model}:latest`)) {
      return { kind: "served", models }
    }
    return failed("not-found", `the server does not serve ${model}; it serves ${models.join(", ")}`)
  })
}

const Listed = z.object({ data: z.array(z.object({ id: z.string() })) })
