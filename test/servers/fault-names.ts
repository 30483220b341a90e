/**
 * Everything that can befall a request, by name. `transient` faults are those after which a client
 * should ask again; the others are replies that it has to take as they are.
 */
export const FAULTS = {
  "rate-limited": { when: "any", transient: true },
  "rate-limited-no-header": { when: "any", transient: true },
  overloaded: { when: "any", transient: true },
  "status-500": { when: "any", transient: true },
  "status-502": { when: "any", transient: true },
  "status-503": { when: "any", transient: true },
  "status-504": { when: "any", transient: true },
  "reset-before-headers": { when: "any", transient: true },
  "reset-after-headers": { when: "any", transient: true },
  hang: { when: "any", transient: true },
  "html-200": { when: "any", transient: true },
  late: { when: "any", transient: true },
  "slow-drip": { when: "model", transient: false },
  "truncated-json": { when: "whole", transient: true },
  "two-documents": { when: "whole", transient: true },
  "truncated-stream": { when: "stream", transient: true },
  "error-in-stream": { when: "stream", transient: true },
  "repeated-events": { when: "stream", transient: true },
  "empty-content": { when: "model", transient: true },
  "missing-usage": { when: "model", transient: false },
  "negative-usage": { when: "model", transient: false },
  refusal: { when: "model", transient: false },
  "max-tokens": { when: "model", transient: false },
} as const satisfies Record<string, FaultKind>

/** Whether any request, any model call, only a whole reply or only a stream can meet it. */
interface FaultKind {
  readonly when: "any" | "model" | "whole" | "stream"
  readonly transient: boolean
}

export type Fault = keyof typeof FAULTS

export const ALL_FAULTS = Object.keys(FAULTS) as readonly Fault[]

/** The faults that change no result of a client that asks again: a run under them ends the same. */
export const HARMLESS_FAULTS: readonly Fault[] = ALL_FAULTS.filter(
  (name) => name !== "refusal" && name !== "max-tokens",
)
