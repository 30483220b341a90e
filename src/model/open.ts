import type { Model } from "../model.ts"
import type { ModelFailure } from "../record/call.ts"
import type { FixedSeat } from "../record/seat.ts"
import { openAnthropicModel } from "./anthropic/model.ts"
import { openOpenAiModel } from "./openai/model.ts"
import { probeOpenAi } from "./openai/probe.ts"
import { findUnreachable } from "./reach.ts"
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
 * name that is refused costs nothing on the first call either. But where the environment gives
 * another address, it may be one at which nobody is.
 */
export async function findTrouble(
  seat: FixedSeat,
  environment: Environment,
): Promise<ModelFailure | undefined> {
  if (seat.provider === "anthropic") {
    const { ANTHROPIC_BASE_URL: address = "" } = environment
    const failure = seatFailure(seat, environment)
    if (failure !== undefined || address === "" || isProxied(environment)) return failure
    return findUnreachable(address, "ANTHROPIC_BASE_URL")
  }
  const probed = await probeOpenAi(seat, { environment })
  return probed.kind === "failure" ? probed : undefined
}

/** Behind a proxy an address may be known to the proxy alone. */
function isProxied(environment: Environment): boolean {
  return ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"].some(
    (name) => environment[name],
  )
}
