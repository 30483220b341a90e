import type { Knob, ModelCard } from "../model.ts"
import type { AnthropicSeat, ModelSeat, NamedTrainedSeat, OpenAiSeat } from "../record/seat.ts"

/** What a seat's model honours: the same answer before and after anything is asked of it. */
export function cardOf(seat: ModelSeat): ModelCard {
  switch (seat.provider) {
    case "anthropic":
      return claudeCard(seat)
    case "openai-compatible":
      return openAiCard(seat)
    case "trained":
      return trainedCard(seat)
  }
}

/** What differs between Claude models as far as a call shows it. */
export interface ClaudeTraits {
  readonly hasEffort: boolean
  /** Thinks as much as it sees fit when asked to; the others are asked without thinking. */
  readonly thinksAdaptively: boolean
}

/**
 * Read on 2026-11-20 from the release notes in `@anthropic-ai/sdk` 1.10.0: effort came with Opus
 * 4.5 and adaptive thinking with Opus 4.6. Models named here are older than one or both; every
 * other name is taken for a newer model, and the API refuses in words where that is wrong.
 */
const OLDER: readonly (readonly [prefix: string, traits: ClaudeTraits])[] = [
  ["claude-opus-4-5", { hasEffort: true, thinksAdaptively: false }],
  ["claude-sonnet-4-5", { hasEffort: false, thinksAdaptively: false }],
  ["claude-haiku-4-5", { hasEffort: false, thinksAdaptively: false }],
]

export function claudeTraits(model: string): ClaudeTraits {
  const older = OLDER.find(([name]) => model === name || model.startsWith(`${name}-20`))
  return older?.[1] ?? { hasEffort: true, thinksAdaptively: true }
}

const CLAUDE_CONTEXT_TOKENS = 200_000 // the smallest window of a Claude model that takes schemas

function claudeCard(seat: AnthropicSeat): ModelCard {
  const knobs: Knob[] = ["system", "schema", "tools"]
  if (claudeTraits(seat.model).hasEffort) knobs.unshift("effort")
  return {
    name: `anthropic/${seat.model}`,
    knobs,
    concurrency: seat.concurrency,
    promptTokensMax: Math.max(1, CLAUDE_CONTEXT_TOKENS - seat.maxTokens),
  }
}

// Small models are served with 32,768 tokens and more; the server refuses in words below that.
const OPEN_CONTEXT_TOKENS = 32_768

function openAiCard(seat: OpenAiSeat): ModelCard {
  const knobs: Knob[] = ["temperature", "topP", "samples", "system", "schema", "tools"]
  if (seat.seeded) knobs.push("seed")
  return {
    name: `openai-compatible/${seat.model}`,
    knobs,
    concurrency: seat.concurrency,
    promptTokensMax: Math.max(1_024, OPEN_CONTEXT_TOKENS - seat.maxTokens),
  }
}

/** A server of one's own: what protocol and sampling need, and no grammar. */
function trainedCard(seat: NamedTrainedSeat): ModelCard {
  const knobs: Knob[] = ["temperature", "seed", "samples"]
  if (seat.form === "chat") knobs.push("system")
  if (seat.tools.length > 0) knobs.push("tools")
  return {
    name: `trained/${seat.model}`,
    knobs,
    concurrency: seat.concurrency,
    promptTokensMax: Math.max(1_024, OPEN_CONTEXT_TOKENS - seat.maxTokens),
  }
}
