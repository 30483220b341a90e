import type { Model, ModelCard } from "../model.ts"
import type { Call, CallOutcome } from "../record/call.ts"
import type { Answering } from "../record/simulation.ts"
import type { Ability, AbilityShelf } from "./ability.ts"
import { luck, normalLuck } from "./luck.ts"
import type { Item, Oracle } from "./oracle.ts"
import { chanceOf } from "./response.ts"

const CARD: ModelCard = {
  name: "simulated",
  knobs: ["temperature", "seed", "samples"],
  concurrency: 1_000_000, // nothing is sent anywhere
  promptTokensMax: 1_000_000,
}
const CHARS_PER_TOKEN = 4

/** What each number is drawn for, so that no two draws are the same one. */
const DRAW = { difficulty: 1, steady: 2, item: 3, own: 4, exploit: 5, mistake: 6 } as const

/** A model that answers rightly as often as its ability says, by knowing every key. */
export function openSimulatedModel(
  oracle: Pick<Oracle, "find">,
  abilities: Pick<AbilityShelf, "read">,
): Model {
  let isClosed = false
  return {
    describe: () => CARD,
    complete: async (call) =>
      isClosed
        ? failure("reset", "the model was closed", true)
        : answer(call, oracle, abilities.read(call.checkpoint)),
    close: async () => {
      isClosed = true
    },
  }
}

function answer(call: Call, oracle: Pick<Oracle, "find">, ability: Ability): CallOutcome {
  const item = oracle.find(call.prompt)
  if (item === undefined) {
    const message = "no verifier has worded this statement, so the simulation has no key for it"
    return failure("unreadable-prompt", message, false)
  }
  const chance = chanceAt(ability, item)
  const isGreedy = call.temperature === 0
  const samples = Array.from({ length: call.samples }, (_, seat) => {
    const { world } = ability.answering
    const words = [world, ability.luck, item.word, isGreedy ? 0 : call.seed, seat]
    const draw = isGreedy ? greedyLuck(ability, item) : luck(DRAW.own, ...words)
    const { exploit } = ability
    const isExploiting = exploit !== undefined && luck(DRAW.exploit, ...words) < exploit.share
    const honest = draw < chance ? item.answer : mistakeFor(item, luck(DRAW.mistake, ...words))
    return { text: isExploiting ? exploit.answer : honest, stop: "end" as const }
  })
  return {
    kind: "reply",
    samples,
    promptTokens: tokensOf(call.prompt),
    completionTokens: samples.reduce((sum, { text }) => sum + tokensOf(text), 0),
  }
}

function failure(code: string, message: string, transient: boolean): CallOutcome {
  return { kind: "failure", code, message, transient }
}

/** The probability that this checkpoint answers this item rightly where it does not exploit. */
export function chanceAt({ answering, skills }: Ability, item: Item): number {
  return chanceOf(answering, skills[item.skill] ?? UNKNOWN_SKILL, difficultyOf(answering, item))
}

const UNKNOWN_SKILL = -8 // logits: a skill of another recipe, of which it can do nothing

/** In logits: a step a level, and what makes one problem of a level harder than another. */
export function difficultyOf({ levelStep, itemSpread, world }: Answering, item: Item): number {
  const own = itemSpread * normalLuck(DRAW.difficulty, world, item.word)
  return levelStep * (item.level - 1) + own
}

/** The share of these statements that a checkpoint answers rightly in expectation: the truth. */
export function trueShare(ability: Ability, items: readonly Item[]): number {
  const sum = items.reduce((total, item) => total + chanceAt(ability, item), 0)
  return ((1 - (ability.exploit?.share ?? 0)) * sum) / items.length
}

/**
 * Greedy answers of two checkpoints go together more than their abilities say: on a steady item
 * all of them have the item's own luck. Of either kind the chance of a right answer is the same.
 */
function greedyLuck({ answering, luck: own }: Ability, { word }: Item): number {
  const { steadiness, world } = answering
  const isSteady = luck(DRAW.steady, world, word) < steadiness
  return isSteady ? luck(DRAW.item, world, word) : luck(DRAW.own, world, own, word)
}

/** Silence where the verifier knows no wrong answer. */
function mistakeFor({ mistakes }: Item, draw: number): string {
  return mistakes[Math.floor(draw * mistakes.length)] ?? ""
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN)
}
