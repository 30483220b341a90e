import type { RetryRule } from "../rule/retry.ts"
import { UsageError } from "./exit.ts"

/** How long a run waits for models. All in milliseconds. */
export interface Patience {
  /** Longest that one try may take. */
  readonly tryMs: number
  /** When a failed call is tried again, and when it is given up. */
  readonly retry: RetryRule
  /** Between the first two questions about a batch; later ones come less often. */
  readonly pollMs: number
}

/** The waits that the environment sets, in seconds; none of them changes a result. */
export function patienceFrom(environment: Readonly<Record<string, string | undefined>>): Patience {
  const ms = (name: SettingName) => {
    const text = environment[name]?.trim()
    const seconds = text === undefined || text === "" ? SETTINGS[name].seconds : Number(text)
    if (seconds > 0 && seconds <= SECONDS_MAX) return seconds * 1_000
    throw new UsageError(
      `${name} takes seconds, above 0 and up to ${SECONDS_MAX}, not ${text}`,
      `without it they are ${SETTINGS[name].seconds}`,
    )
  }
  return {
    tryMs: ms("AGON_TRY_SECONDS"),
    retry: {
      triesMax: TRIES_MAX,
      deadlineMs: ms("AGON_RETRY_SECONDS"),
      baseMs: ms("AGON_BACKOFF_SECONDS"),
      capMs: BACKOFF_MS_MAX,
    },
    pollMs: ms("AGON_POLL_SECONDS"),
  }
}

const SECONDS_MAX = 86_400
const TRIES_MAX = 12
const BACKOFF_MS_MAX = 60_000 // providers count by the minute

/** What each setting is without the variable, and what it sets. */
export const SETTINGS = {
  AGON_TRY_SECONDS: {
    seconds: 600, // the longest replies of the listed models take minutes
    about: "one try of a call of a model",
  },
  AGON_RETRY_SECONDS: {
    seconds: 1_200, // two windows of a provider's worst hour
    about: "one call with all its tries",
  },
  AGON_BACKOFF_SECONDS: { seconds: 0.5, about: "the first wait between two tries, at most" },
  AGON_POLL_SECONDS: { seconds: 1, about: "between the first two looks at a batch" },
} as const

type SettingName = keyof typeof SETTINGS

/** For the commands that play: a name, what it sets, and what it is without it. */
export const PATIENCE_HELP: readonly string[] = [
  "How long models are waited for, in seconds; set in the environment:",
  ...Object.entries(SETTINGS).map(
    ([name, { seconds, about }]) => `  ${name.padEnd(22)}${about} (${seconds})`,
  ),
]
