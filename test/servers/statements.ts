import type { Json } from "../../src/record/canonical.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Skill, SkillSpec, Verifier } from "../../src/verifier.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { readComposed } from "./composed-statement.ts"
import { treeIn } from "./expression-tree.ts"

/** A statement read back: whose skill it is, the spec behind it, and its answer. */
export interface Understood {
  readonly skill: Skill
  readonly verifier: Verifier
  readonly spec: SkillSpec
  readonly key: Json
  readonly answer: string
}

/**
 * Reads a statement that some skill of this repository has made back into a spec. It learns the
 * sentences of a skill from samples, with gaps for the numbers, and believes a reading only if the
 * verifier states the very same words for it. `only` names the skills that are possible.
 */
export function readStatement(text: string, only?: readonly string[]): Understood | undefined {
  const skeleton = skeletonOf(text)
  for (const book of BOOKS) {
    if (only !== undefined && !only.includes(book.skill.name)) continue
    if (!mayState(book, text)) continue
    const sentences = sentencesOf(book).get(skeleton) ?? []
    for (const sentence of sentences.slice(0, SENTENCES_MAX)) {
      const understood = understand(book, sentence, text)
      if (understood !== undefined) return understood
    }
    const drawn = understandTree(book, text)
    if (drawn !== undefined) return drawn
  }
  if (only !== undefined && !only.includes("composed")) return undefined
  return readComposed(text, readStatement)
}

interface Book {
  readonly verifier: Verifier
  readonly skill: Skill
  /** Beginnings and ends of its statements, as far as samples agree. */
  frames?: readonly (readonly [start: string, end: string])[]
  sentences?: ReadonlyMap<string, readonly Sentence[]>
}

interface Sentence {
  readonly wording: number
  readonly notation: "text" | "latex"
  readonly spec: SkillSpec
  readonly gaps: readonly Gap[]
}

/** Which number of the statement goes to which place of the spec, as it is or negated. */
interface Gap extends Place {
  readonly path: readonly (string | number)[]
  readonly isText: boolean
}

interface Place {
  readonly token: number
  readonly isNegated: boolean
}

const BOOKS: readonly Book[] = VERIFIERS.flatMap((verifier) =>
  verifier.skills
    .filter(({ parts }) => parts === undefined) // those are read part by part
    .map((skill): Book => ({ verifier, skill })),
)

const NOTATIONS = ["text", "latex"] as const
const SENTENCES_MAX = 256 // readings tried for one statement and skill
const FRAME_SAMPLES = 3 // for the words that all statements of a wording share
const SAMPLES = 48 // for each level: most combinations of signs show in as many

// A number with the sign before it, if any, or digits of a base beyond ten; a minus between two
// numbers counts as a sign, too, and what it means is learned from the samples.
const NUMBER = /(?:[+-] ?)?(?:\d+(?:\.\d+)?(?:[A-Z][0-9A-Z]*)?|[A-Z][A-Z]*\d[0-9A-Z]*)/g

function skeletonOf(text: string): string {
  return text.replace(NUMBER, "#")
}

function mayState(book: Book, text: string): boolean {
  book.frames ??= framesOf(book)
  return book.frames.some(([start, end]) => text.startsWith(start) && text.endsWith(end))
}

function framesOf({ skill, verifier }: Book): (readonly [string, string])[] {
  const specs = skill.levels.flatMap((level, index) => {
    const random = randomStream(index, "frames", skill.name)
    return Array.from({ length: FRAME_SAMPLES }, () => skill.sample(level, random))
  })
  return wordingsOf(skill).flatMap((wording) => {
    const statements = specs.map((spec) => verifier.state(spec, wording))
    return NOTATIONS.map((notation) => {
      const texts = statements.map((statement) => statement[notation].replace(NUMBER, "\u0000"))
      return [commonStart(texts), commonEnd(texts)] as const
    })
  })
}

function wordingsOf(skill: Skill): number[] {
  return Array.from({ length: skill.wordings }, (_, wording) => wording)
}

/** What all texts begin with, short of the first number. */
function commonStart(texts: readonly string[]): string {
  let start = texts[0]!
  for (const text of texts) while (!text.startsWith(start)) start = start.slice(0, -1)
  return start.split("\u0000")[0]!
}

function commonEnd(texts: readonly string[]): string {
  let end = texts[0]!
  for (const text of texts) while (!text.endsWith(end)) end = end.slice(1)
  return end.split("\u0000").at(-1)!
}

interface Draft {
  readonly skeleton: string
  readonly wording: number
  readonly notation: "text" | "latex"
  readonly spec: SkillSpec
  readonly leaves: readonly Leaf[]
  /** For each leaf the numbers of the statement that it may be, in all samples so far. */
  readonly places: (readonly Place[])[]
}

interface Leaf {
  readonly path: readonly (string | number)[]
  readonly value: number | string
}

function sentencesOf(book: Book): ReadonlyMap<string, readonly Sentence[]> {
  if (book.sentences !== undefined) return book.sentences
  const drafts = new Map<string, Draft>()
  for (const [index, level] of book.skill.levels.entries()) {
    const random = randomStream(index, "sentences", book.skill.name)
    for (let i = 0; i < SAMPLES; i++) learn(book, book.skill.sample(level, random), drafts)
  }
  const sentences = new Map<string, Sentence[]>()
  for (const draft of drafts.values()) {
    const { skeleton, wording, notation, spec } = draft
    const sentence = { wording, notation, spec, gaps: gapsOf(draft) }
    sentences.set(skeleton, [...(sentences.get(skeleton) ?? []), sentence])
  }
  book.sentences = sentences
  return sentences
}

function learn({ skill, verifier }: Book, spec: SkillSpec, drafts: Map<string, Draft>): void {
  const leaves = leavesOf(spec)
  const shape = JSON.stringify(spec, (_, value) => (isNumber(value) ? "#" : value))
  for (const wording of wordingsOf(skill)) {
    const statement = verifier.state(spec, wording)
    for (const notation of NOTATIONS) {
      const text = statement[notation]
      const skeleton = skeletonOf(text)
      const numbers = numbersIn(text)
      const places = leaves.map(({ value }) => placesOf(value, numbers))
      const name = `${wording} ${notation} ${skeleton}\n${shape}`
      const known = drafts.get(name)
      if (known === undefined) {
        drafts.set(name, { skeleton, wording, notation, spec, leaves, places })
        continue
      }
      for (const [index, found] of places.entries()) {
        known.places[index] = known.places[index]!.filter((place) => has(found, place))
      }
    }
  }
}

function has(places: readonly Place[], { token, isNegated }: Place): boolean {
  return places.some((place) => place.token === token && place.isNegated === isNegated)
}

function leavesOf(value: Json | undefined, path: readonly (string | number)[] = []): Leaf[] {
  if (isNumber(value)) return [{ path, value }]
  if (typeof value !== "object" || value === null) return []
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return members.flatMap(([name, member]) => leavesOf(member as Json, [...path, name]))
}

/** A number, or a text that is one: decimals and digits of other bases are kept as texts. */
function isNumber(value: unknown): value is number | string {
  if (typeof value === "number") return true
  return typeof value === "string" && /^-?(?=.*\d)[0-9A-Z]+(\.\d+)?$/.test(value)
}

/** The numbers of a statement without the space after a sign, and without a plus. */
function numbersIn(text: string): string[] {
  return (text.match(NUMBER) ?? []).map((number) => number.replace(/[+ ]/g, ""))
}

function placesOf(value: number | string, numbers: readonly string[]): Place[] {
  const own = String(value)
  const other = negated(own)
  return numbers.flatMap((number, token) =>
    number === own || number === other ? [{ token, isNegated: number !== own }] : [],
  )
}

function negated(number: string): string {
  return number.startsWith("-") ? number.slice(1) : `-${number}`
}

/**
 * Leaves that could be few numbers choose first, and each takes the first that is free. A leaf
 * that no number can be stays as it is.
 */
function gapsOf({ leaves, places }: Draft): Gap[] {
  const taken = new Set<number>()
  const order = leaves.map((_, index) => index)
  order.sort((a, b) => places[a]!.length - places[b]!.length || a - b)
  return order.flatMap((index) => {
    const { path, value } = leaves[index]!
    const free = places[index]!.find(({ token }) => !taken.has(token))
    const place = free ?? places[index]![0]
    if (place === undefined) return []
    taken.add(place.token)
    return [{ path, ...place, isText: typeof value === "string" }]
  })
}

function understand(book: Book, sentence: Sentence, text: string): Understood | undefined {
  const numbers = numbersIn(text)
  const filled = structuredClone(sentence.spec) as Record<string, unknown>
  for (const { path, token, isNegated, isText } of sentence.gaps) {
    const number = isNegated ? negated(numbers[token]!) : numbers[token]!
    put(filled, path, isText ? number : Number(number))
  }
  return confirmed(book, filled, text, [sentence.wording])
}

/** A spec that is one expression is read off the arithmetic in the statement. */
function understandTree(book: Book, text: string): Understood | undefined {
  const { skill } = book
  const random = randomStream(0, "tree", skill.name)
  const { expression } = skill.sample(skill.levels[0]!, random)
  if (typeof expression !== "object") return undefined
  const tree = treeIn(text)
  if (tree === undefined) return undefined
  return confirmed(book, { skill: skill.name, expression: tree }, text, wordingsOf(skill))
}

/** The reading, if the verifier takes the spec and states these very words for it. */
function confirmed(
  { verifier, skill }: Book,
  filled: unknown,
  text: string,
  wordings: readonly number[],
): Understood | undefined {
  const read = verifier.spec.safeParse(filled)
  if (!read.success) return undefined
  const spec = read.data
  const statements = wordings.map((wording) => verifier.state(spec, wording))
  if (!statements.some((said) => said.text === text || said.latex === text)) return undefined
  const derived = verifier.derive(spec)
  if (!derived.ok) return undefined
  return { skill, verifier, spec, key: derived.key, answer: verifier.present(derived.key) }
}

function put(target: Record<string, unknown>, path: readonly (string | number)[], value: unknown) {
  const last = path.length - 1
  let at = target
  for (const name of path.slice(0, last)) at = at[name] as Record<string, unknown>
  at[path[last]!] = value
}
