import type { Model, ModelCard } from "../model.ts"
import type { ModelFailure } from "../record/call.ts"
import type { Seat } from "../record/seat.ts"
import { failed } from "./failure.ts"
import { type Environment, fitsHeader, secretOf } from "./secret.ts"

/** What a seat needs from the environment and does not find there, before anything is asked. */
export function seatFailure(seat: Seat, environment: Environment): ModelFailure | undefined {
  switch (seat.provider) {
    case "embedded":
    case "simulated":
    case "trained": // started by the run itself
      return undefined
    case "anthropic":
      return (
        keyFailure(environment, "ANTHROPIC_API_KEY", true) ??
        addressFailure(environment, "ANTHROPIC_BASE_URL")
      )
    case "openai-compatible":
      return (
        keyFailure(environment, "OPENAI_API_KEY", false) ??
        addressFailure(environment, "OPENAI_BASE_URL")
      )
  }
}

/** A model that answers every call with the same failure and asks nobody. */
export function refusingModel(card: ModelCard, failure: ModelFailure): Model {
  return {
    describe: () => card,
    complete: async () => failure,
    close: async () => {},
  }
}

function keyFailure(
  environment: Environment,
  name: string,
  isNeeded: boolean,
): ModelFailure | undefined {
  const key = secretOf(environment, name)
  if (key === undefined) {
    return isNeeded ? failed("auth", `set ${name} to a key of your own; it is not set`) : undefined
  }
  return fitsHeader(key) ? undefined : failed("auth", `${name} holds characters that no key has`)
}

/** The address itself is not repeated: a password may be in it. */
function addressFailure(environment: Environment, name: string): ModelFailure | undefined {
  const address = environment[name]
  if (address === undefined || address === "") return undefined
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return failed("not-found", `${name} is not an address that begins with http:// or https://`)
  }
  if (url.username !== "" || url.password !== "") {
    return failed("auth", `${name} has a name or password in it, which has no place in an address`)
  }
  return undefined
}
