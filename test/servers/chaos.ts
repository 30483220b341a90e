import { randomStream } from "../../src/rule/random.ts"
import { ALL_FAULTS, FAULTS, type Fault } from "./fault-names.ts"

/** How a server misbehaves. What befalls a request hangs on its content and on the seed only. */
export interface ChaosPlan {
  readonly faults?: readonly Fault[]
  /** The share of distinct requests that meet any fault, from 0 to 1. */
  readonly share?: number
  /** How often the same request can fail before it is answered, from 1 to 3. */
  readonly tries?: number
  readonly seed?: number
  /** What `retry-after` says, in seconds; parts of a second are honoured by clients. */
  readonly retryAfterSeconds?: number
  /** How long a late reply is held back, in milliseconds. */
  readonly lateMs?: number
  /** The pause between two bytes of a slow reply, in milliseconds. */
  readonly dripMs?: number
  /**
   * The share of distinct requests whose reply, however often they come, is a refusal or is cut off
   * at the limit of tokens. Which ones does not hang on the other faults.
   */
  readonly unanswered?: number
}

export interface Chaos {
  readonly plan: Required<ChaosPlan>
  /** What befalls a request that comes for the nth time, from 1; null where it is answered. */
  faultFor(key: string, time: number, kind: RequestKind): Fault | null
}

export interface RequestKind {
  readonly isModelCall: boolean
  readonly isStream: boolean
}

const TRIES_MAX = 3 // a client that tries four times is always answered

/** Without a plan nothing goes wrong. */
export function openChaos(plan: ChaosPlan | undefined): Chaos {
  const whole: Required<ChaosPlan> = {
    faults: ALL_FAULTS,
    share: plan === undefined ? 0 : 1,
    tries: TRIES_MAX,
    seed: 0,
    retryAfterSeconds: 1,
    lateMs: 3_000,
    dripMs: 1,
    unanswered: 0,
    ...plan,
  }
  const tries = Math.min(whole.tries, TRIES_MAX)

  function faultFor(key: string, time: number, kind: RequestKind): Fault | null {
    const passing = passingFault(key, time, kind)
    if (passing !== null && FAULTS[passing].transient) return passing
    return lastingFault(key, kind) ?? passing
  }

  function lastingFault(key: string, { isModelCall }: RequestKind): Fault | null {
    if (whole.unanswered === 0 || !isModelCall) return null
    const random = randomStream(whole.seed, "unanswered", key)
    if (random.next() >= whole.unanswered) return null
    return random.int(2) === 0 ? "refusal" : "max-tokens"
  }

  function passingFault(key: string, time: number, kind: RequestKind): Fault | null {
    if (whole.share === 0 || time > tries) return null
    const random = randomStream(whole.seed, "chaos", key)
    if (random.next() >= whole.share) return null
    if (time > 1 + random.int(tries)) return null
    const possible = whole.faults.filter((fault) => canMeet(fault, kind))
    if (possible.length === 0) return null
    const draw = randomStream(whole.seed, "fault", key, time)
    return possible[draw.int(possible.length)]!
  }

  return { plan: whole, faultFor }
}

function canMeet(fault: Fault, { isModelCall, isStream }: RequestKind): boolean {
  const { when } = FAULTS[fault]
  if (when === "any") return true
  if (!isModelCall) return false
  return when === "model" || isStream === (when === "stream")
}
