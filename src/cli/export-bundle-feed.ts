import { createHash } from "node:crypto"
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync } from "node:fs"
import { basename, resolve } from "node:path"
import { z } from "zod"
import { writeAtomic, writeWhole } from "../disk.ts"
import type { Pair } from "../record/pair.ts"
import { RunFailure } from "../run/failure.ts"
import { readHistory } from "../run/history.ts"
import { readEvents } from "../run/journal.ts"
import type { Store } from "../store.ts"
import type { Evidence } from "../training/export/example.ts"
import { examplesOf } from "../training/export/examples.ts"
import { jsonLine } from "../training/export/jsonl.ts"
import { sidesOf } from "../training/export/lineage.ts"
import type { Target } from "../training/export/target.ts"
import { UsageError } from "./exit.ts"
import { type BundleOrder, guard } from "./export-bundle.ts"
import { gatherLessons } from "./export-bundle-gather.ts"

export const START = "start"

export interface FeedOrder extends BundleOrder {
  readonly target: Target
  /** `start`, or the cursor at which the feed stands. */
  readonly since: string
}

export interface Fed {
  readonly feed: string
  readonly target: string
  readonly cursor: string
  readonly added: number
  readonly rows: number
}

/** How far a feed has come: kept beside it, and written after what it speaks of. */
const Mark = z.strictObject({
  target: z.string(),
  cursor: z.string().regex(/^(start|\d+-[0-9a-f]{12})$/),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
  /** Families that were kept aside: with another share, relatives of them would be trained on. */
  validationPermille: z.int().min(0).optional(),
})
type Mark = z.infer<typeof Mark>

/**
 * `agon export --since`: appends what was kept since a cursor to one file, and says the next.
 * Rows are never moved or taken back. What a killed export had half appended is cut off again.
 */
export async function feed(store: Store, order: FeedOrder): Promise<Fed> {
  const file = resolve(order.out)
  const mark = markOf(file, order)
  const { lines, cursor } = await linesSince(store, order, mark)
  markOf(file, order) // again: another export may have fed it meanwhile
  const added = lines.map((line) => `${line}\n`).join("")
  const whole = Buffer.concat([readStart(file, mark), Buffer.from(added)])
  append(file, mark.bytes, added)
  const rows = mark.rows + lines.length
  const { target, validationPermille } = order
  const next: Mark = {
    target: target.name,
    cursor,
    rows,
    bytes: whole.length,
    sha256: sha256(whole),
    validationPermille,
  }
  writeAtomic(markFile(file), `${JSON.stringify(next)}\n`)
  return { feed: file, target: target.name, cursor, added: lines.length, rows }
}

function markFile(file: string): string {
  return `${file}.cursor`
}

/** Where the feed stands. */
function markOf(file: string, order: FeedOrder): Mark {
  const path = markFile(file)
  if (!existsSync(path)) return begun(file, order)
  const { since, target } = order
  const parsed = Mark.safeParse(parseJson(readFileSync(path, "utf8")))
  if (!parsed.success) throw damaged(path, "is not readable")
  const mark = parsed.data
  if (mark.target !== target.name) {
    throw new UsageError(`${basename(file)} is a feed of ${mark.target}`, "one file, one target")
  }
  const { validationPermille: aside = order.validationPermille } = mark
  if (aside !== order.validationPermille) {
    throw new UsageError(
      `the feed was begun with --validation ${aside}, not ${order.validationPermille}`,
      "relatives of what was kept aside would be trained on",
    )
  }
  if (since !== mark.cursor) {
    throw new UsageError(`the feed stands at ${mark.cursor}, not at ${since}`, "rows go in once")
  }
  return mark
}

/** The first mark is written before the first row, so that no other file is ever cut off. */
function begun(file: string, { since, target, validationPermille }: FeedOrder): Mark {
  if (since !== START) throw new UsageError(`${file} is no feed yet`, `begin with --since ${START}`)
  if (existsSync(file)) {
    throw new UsageError(`${file} is there already and is no feed`, "--out names a new file")
  }
  const none = new Uint8Array()
  const empty = { rows: 0, bytes: 0, sha256: sha256(none) }
  const mark = { target: target.name, cursor: START, ...empty, validationPermille }
  writeAtomic(markFile(file), `${JSON.stringify(mark)}\n`)
  return mark
}

function readStart(file: string, mark: Mark): Buffer {
  if (mark.bytes === 0) return Buffer.alloc(0)
  if (!existsSync(file)) throw damaged(file, "is missing")
  const start = readFileSync(file).subarray(0, mark.bytes)
  if (sha256(start) !== mark.sha256) throw damaged(file, "is not what was written")
  return start
}

async function linesSince(store: Store, order: FeedOrder, mark: Mark) {
  const history = await readHistory(store)
  if (history === undefined) throw new RunFailure("store", "empty", "the run has written nothing")
  const from = mark.cursor === START ? 0 : Number(mark.cursor.split("-")[0])
  const fresh = new Set<number>()
  let known = mark.cursor === START
  for await (const { event, seq, hash } of readEvents(store)) {
    if (seq + 1 === from) known = mark.cursor === cursorOf(from, hash)
    if (seq >= from && event.kind === "round.curated") fresh.add(event.round)
  }
  if (!known) throw new UsageError(`${mark.cursor} is no place in this run`, "a feed is of one run")
  const posed = history.rounds.flatMap(({ posed: { problems } }) => problems)
  const sides = sidesOf(posed, order.validationPermille)
  const rounds = history.rounds.filter(({ round }) => fresh.has(round))
  const gathered = await gatherLessons(store, history, sides, rounds, order.recalled)
  const { evidence } = await guard({ ...gathered, offers: [] }, history, order)
  const old = history.rounds
    .filter(({ round }) => !fresh.has(round))
    .flatMap(({ curated }) => curated?.pairs ?? [])
  const lines = examplesOf(order.target.kind, withoutKnown(order.target, evidence, old))
    .filter(({ split }) => split === "train")
    .map((example, at) => jsonLine(order.target.row(example as never, mark.rows + at)))
  return { lines, cursor: cursorOf(history.events, history.head) }
}

/** A problem is one task, whatever pairs came later, and an answer to it is shown once. */
function withoutKnown({ kind }: Target, evidence: Evidence, old: readonly Pair[]): Evidence {
  if (kind !== "task" && kind !== "demonstration") return evidence
  const nameOf = ({ problem, completion }: Pair) =>
    kind === "task" ? problem : `${problem} ${completion}`
  const known = new Set(old.map(nameOf))
  return { ...evidence, lessons: evidence.lessons.filter(({ pair }) => !known.has(nameOf(pair))) }
}

const CURSOR_DIGITS = 12

function cursorOf(events: number, hash: string): string {
  return `${events}-${hash.slice(0, CURSOR_DIGITS)}`
}

function append(file: string, at: number, text: string): void {
  const handle = openSync(file, existsSync(file) ? "r+" : "w")
  try {
    ftruncateSync(handle, at)
    writeWhole(handle, new TextEncoder().encode(text), file, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}

function damaged(path: string, fault: string): RunFailure {
  const advice = "begin another feed: `--since start` with another --out"
  return new RunFailure("store", "corrupt-feed", `${path} ${fault}`, advice)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
