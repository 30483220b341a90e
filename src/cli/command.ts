import { parseArgs } from "node:util"
import { UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"

/** One option: how it is typed, and a line of help. `value` names what follows it. */
export interface Option {
  readonly type: "boolean" | "string"
  readonly multiple?: true
  readonly short?: string
  readonly value?: string
  /** Whether an empty text says something: an answer that was left out, for one. */
  readonly mayBeEmpty?: true
  readonly about: string
}

type Options = { readonly [name: string]: Option }

type Values<Known extends Options> = {
  readonly [Name in keyof Known]?: Known[Name]["type"] extends "boolean"
    ? boolean
    : Known[Name]["multiple"] extends true
      ? readonly string[]
      : string
}

interface Definition<Known extends Options> {
  readonly usage: string
  /** A few sentences for somebody who has never used it. */
  readonly about: readonly string[]
  readonly options: Known
  /** What an option's own line has no room for. */
  readonly notes?: readonly string[]
  readonly examples: readonly (readonly [command: string, what: string])[]
  /** How many words may stand beside the options. */
  readonly words: { readonly min: number; readonly max: number }
  /** Returns the exit code. */
  run(values: Values<Known>, words: readonly string[]): Promise<number>
}

/** A command as the dispatcher sees it. */
export interface Command extends Omit<Definition<Options>, "run"> {
  run(args: readonly string[]): Promise<number>
}

export const SEED_MAX = 0xffff_ffff
export const ROUNDS_MAX = 1_000 // the recipe allows no more

export const JSON_OPTION = { type: "boolean", about: "print data for programs" } as const
export const RUNS_OPTION = {
  type: "string",
  value: "folder",
  about: "where runs are kept (or AGON_RUNS; default: runs/)",
} as const
export const HELP_OPTION = { type: "boolean", short: "h", about: "explain this command" } as const

export function defineCommand<const Known extends Options>(command: Definition<Known>): Command {
  return {
    ...command,
    run(args) {
      const { values, words } = parse(args, command)
      return command.run(values as Values<Known>, words)
    },
  }
}

/** Reads the arguments, and says of anything odd what it is and what was probably meant. */
function parse(args: readonly string[], command: Omit<Definition<Options>, "run">) {
  const { options, words: wanted, usage } = command
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple, short }]) => [
      name,
      { type, ...(multiple && { multiple }), ...(short && { short }) },
    ]),
  )
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind !== "option") continue
    const option = Object.hasOwn(options, token.name) ? options[token.name]! : undefined
    if (option === undefined) throw unknownOption(token.rawName, Object.keys(options), usage)
    const { value = "", inlineValue } = token
    if (option.type === "boolean" && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value`, `write only ${token.rawName}`)
    }
    // -1 is a number out of bounds, and a lone dash is standard input.
    const isOption = !inlineValue && /^-(?!\d|$)/.test(value)
    const isEmpty = value === "" && !(option.mayBeEmpty && token.value === "")
    if (option.type === "string" && (isEmpty || isOption)) {
      const got = isOption ? `, and ${value} is none` : ""
      throw new UsageError(
        `${token.rawName} needs a value${got}: ${token.rawName} <${option.value}>`,
        isOption ? `a value that begins with a dash is written ${token.rawName}=…` : usage,
      )
    }
  }
  if (positionals.length < wanted.min) {
    const missing = usage.match(/(?<=^agon \S+(?: <[^>]+>)*) <[^>]+>/g)?.[positionals.length]
    throw new UsageError(`${missing?.trim() ?? "a word"} is missing`, usage)
  }
  if (positionals.length > wanted.max) {
    throw new UsageError(`one word too many: ${positionals[wanted.max]}`, usage)
  }
  return { values, words: positionals }
}

function unknownOption(typed: string, known: readonly string[], usage: string): UsageError {
  const meant = didYouMean(typed.replace(/^-+/, ""), known, "--")
  return new UsageError(`there is no option ${typed}.${meant}`, usage)
}

/** A whole number within bounds, or a sentence that says what is allowed. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  bounds: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= bounds.min && value <= bounds.max) return value
  throw new UsageError(
    `--${name} must be a whole number from ${bounds.min} to ${bounds.max}, not ${text}`,
  )
}

/** One word of a fixed set. */
export function oneOf<const Word extends string>(
  name: string,
  text: string | undefined,
  words: readonly Word[],
): Word | undefined {
  const word = words.find((known) => known === text)
  if (text === undefined || word !== undefined) return word
  throw new UsageError(
    `--${name} must be ${words.join(", ").replace(/, ([^,]*)$/, " or $1")}, not ${text}.${didYouMean(text, words)}`,
  )
}
