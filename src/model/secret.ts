import { inspect } from "node:util"

const SHOWN = "[secret]"

/** A key that leaves this object only by `reveal`: printed or made JSON, it says "[secret]". */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}

/** What is set where a run starts: keys and addresses come from here and from nowhere else. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The secret under a name, or undefined where the variable is missing or blank. */
export function secretOf(environment: Environment, name: string): Secret | undefined {
  const value = environment[name]?.trim()
  return value === undefined || value === "" ? undefined : new Secret(value)
}

/** Printable ASCII without spaces: what a header takes. */
export function fitsHeader(secret: Secret): boolean {
  return /^[\x21-\x7e]+$/.test(secret.reveal())
}

const KEY_CHARS_MIN = 8 // a shorter "key" is a placeholder, and could be a word of a statement

/** Puts "[secret]" in the place of every known key. */
export class Scrubber {
  readonly #values: readonly string[]

  constructor(secrets: readonly (Secret | undefined)[]) {
    const values = secrets.flatMap((secret) => (secret === undefined ? [] : [secret.reveal()]))
    this.#values = values.filter((value) => value.length >= KEY_CHARS_MIN)
  }

  text(text: string): string {
    return this.#values.reduce((clean, value) => clean.replaceAll(value, SHOWN), text)
  }

  /** The same value, or a copy where a server sent a key back, as a text or the name of a field. */
  value<Value>(value: Value): Value {
    if (this.#values.length === 0) return value
    const text = JSON.stringify(value)
    const isShown = this.#values.some((key) => text.includes(JSON.stringify(key).slice(1, -1)))
    return isShown ? (this.#copy(value) as Value) : value
  }

  #copy(value: unknown): unknown {
    if (typeof value === "string") return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.#copy(item))
    if (typeof value !== "object" || value === null) return value
    const fields = Object.entries(value)
    return Object.fromEntries(fields.map(([name, part]) => [this.text(name), this.#copy(part)]))
  }
}
