import type { Json } from "../../src/record/canonical.ts"
import { hashOf } from "../../src/record/id.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"

/** What answers behind a server: a pure function of what it is told. */
export type Player = (heard: Heard) => Said

/** A request as a player hears it, whatever the protocol. */
export interface Heard {
  readonly system: string
  readonly turns: readonly Turn[]
  /** The JSON schema that the reply has to follow; null where any text will do. */
  readonly schema: Json
  readonly tools: readonly ToolOffer[]
  readonly seed: number
  /** 0 is greedy; a model without that knob hears 0. */
  readonly temperature: number
  /** Which of the `n` replies to the same request this is, from 0. */
  readonly choice: number
}

export interface Turn {
  readonly role: "user" | "assistant" | "tool"
  readonly text: string
}

export interface ToolOffer {
  readonly name: string
  readonly input: Json
}

export interface Said {
  readonly text: string
  readonly thinking: string
  readonly toolUses: readonly ToolUse[]
  /** Set by who does not keep to the limit of tokens, as a broken server would not. */
  readonly isEndless?: boolean
}

export interface ToolUse {
  readonly name: string
  readonly input: Json
}

/** Random numbers that the request alone decides: the same words get the same reply. */
export function randomOf(heard: Heard, purpose: string): Random {
  const { system, turns, schema, tools, temperature, seed, choice } = heard
  // A greedy model gives one reply, whatever the seed.
  const luck = temperature === 0 ? [0, 0] : [seed, choice]
  const names = tools.map(({ name }) => name)
  return randomStream(0, purpose, hashOf(JSON.stringify([system, turns, schema, names, luck])))
}

/** The last thing that a person said. */
export function lastWords(heard: Heard): string {
  return heard.turns.findLast(({ role }) => role === "user")?.text ?? ""
}

/** Everything that was said to the model but by itself and by tools. */
export function allWords({ system, turns }: Heard): string {
  const asked = turns.filter(({ role }) => role === "user").map(({ text }) => text)
  return [system, ...asked].join("\n")
}

export function said(text: string, thinking = ""): Said {
  return { text, thinking, toolUses: [] }
}
