import type { Model } from "../model.ts"
import type { ModelFailure } from "../record/call.ts"
import type { FixedSeat } from "../record/seat.ts"
import { openAnthropicModel } from "./anthropic/model.ts"
import { openOpenAiModel } from "./openai/model.ts"
import { probeOpenAi } from "./openai/probe.ts"
import type { Environment } from "./secret.ts"
import { seatFailure } from "./setting.ts"

/** The model of a seat. Where it is served, and with which key, the environment says. */
export function openModel(seat: FixedSeat, environment: Environment, deadlineMs: number): Model {
  const options = { environment, deadlineMs }
  return seat.provider === "anthropic"
    ? openAnthropicModel(seat, options)
    : openOpenAiModel(seat, options)
}

/**
 * Why a seat could not play, before anything is spent: a missing key, a server that is not there or
 * serves another model. Undefined where nothing speaks against it. Claude is not asked: a key or a
 * name that is refused costs nothing on the first call either.
 */
export async function findTrouble(
  seat: FixedSeat,
  environment: Environment,
): Promise<ModelFailure | undefined> {
  if (seat.provider === "anthropic") return seatFailure(seat, environment)
  const probed = await probeOpenAi(seat, { environment })
  return probed.kind === "failure" ? probed : undefined
}
