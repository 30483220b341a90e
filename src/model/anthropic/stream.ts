import { z } from "zod"
import type { Json } from "../../record/canonical.ts"
import { UnreadableStream } from "../body.ts"

/**
 * A message put together from the events of its stream, for the same reading as a whole one. An
 * event out of order, said twice or of another shape makes the stream unreadable: a repeated piece
 * of text cannot be told from a word said twice, so nothing of such a reply is kept.
 */
export class StreamedMessage {
  #message: Record<string, unknown> | undefined
  readonly #content: Block[] = []
  #open: Block | undefined
  #usage: Record<string, unknown> | undefined
  #stopReason: string | undefined
  #isWhole = false

  /** Whether the last event has come: what follows it is of no interest. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  take(json: unknown): void {
    if (!KNOWN.has(String((json as { type?: unknown } | null)?.type))) return
    const { success, data: event } = Event.safeParse(json)
    if (!success) throw new UnreadableStream("an event of a shape that is not known")
    switch (event.type) {
      case "message_start":
        expect(this.#message === undefined, "it began twice")
        this.#message = event.message
        this.#usage = asObject(event.message.usage)
        return
      case "content_block_start":
        expect(this.#message !== undefined && this.#open === undefined, "a block began in another")
        expect(event.index === this.#content.length, "a block began out of order")
        this.#open = { fields: { ...event.content_block }, json: "" }
        this.#content.push(this.#open)
        return
      case "content_block_delta":
        expect(this.#open !== undefined && event.index === this.#content.length - 1, "a lost piece")
        addTo(this.#open!, event.delta)
        return
      case "content_block_stop":
        expect(this.#open !== undefined && event.index === this.#content.length - 1, "a lost end")
        this.#open = undefined
        return
      case "message_delta":
        expect(this.#message !== undefined && this.#stopReason === undefined, "it stopped twice")
        this.#stopReason = event.delta.stop_reason
        // Totals of the whole message, left out where they do not apply.
        this.#usage = mergedUsage(this.#usage, event.usage)
        return
      case "message_stop":
        expect(this.#stopReason !== undefined, "it ended without a reason")
        this.#isWhole = true
        return
    }
  }

  /** As the API would have sent it whole. */
  whole(): unknown {
    return {
      ...this.#message,
      content: this.#content.map(blockOf),
      stop_reason: this.#stopReason,
      usage: this.#usage,
    }
  }
}

interface Block {
  readonly fields: Record<string, unknown>
  /** A tool's input, in pieces of JSON. */
  json: string
}

const Event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message_start"), message: z.looseObject({}) }),
  z.object({
    type: z.literal("content_block_start"),
    index: z.int(),
    content_block: z.looseObject({ type: z.string() }),
  }),
  z.object({
    type: z.literal("content_block_delta"),
    index: z.int(),
    delta: z.looseObject({ type: z.string() }),
  }),
  z.object({ type: z.literal("content_block_stop"), index: z.int() }),
  z.object({
    type: z.literal("message_delta"),
    delta: z.looseObject({ stop_reason: z.string() }),
    usage: z.unknown().optional(),
  }),
  z.object({ type: z.literal("message_stop") }),
])

/** Others are pings, and kinds of events that are yet to come. */
const KNOWN: ReadonlySet<string> = new Set(Event.options.map(({ shape }) => shape.type.value))

/** Which field of a block a piece adds to, by the kind of the piece. */
const FIELDS: Readonly<Record<string, string>> = {
  text_delta: "text",
  thinking_delta: "thinking",
  signature_delta: "signature",
}

function addTo(block: Block, delta: { readonly [key: string]: unknown; type: string }): void {
  if (delta.type === "input_json_delta") {
    block.json += String(delta.partial_json ?? "")
    return
  }
  const field = FIELDS[delta.type]
  if (field === undefined) return // citations and such, of features that are not asked for
  const piece = delta[field]
  expect(typeof piece === "string", `a ${delta.type} without ${field}`)
  block.fields[field] = `${block.fields[field] ?? ""}${piece}`
}

/** A tool's input that was cut off in the middle stays a text, which no tool takes. */
function blockOf({ fields, json }: Block): unknown {
  if (json === "") return fields
  try {
    return { ...fields, input: JSON.parse(json) as Json }
  } catch {
    return { ...fields, input: json }
  }
}

function mergedUsage(first: Record<string, unknown> | undefined, last: unknown) {
  const told = Object.entries(asObject(last) ?? {}).filter(([, value]) => value !== null)
  if (first === undefined && told.length === 0) return undefined
  return { ...first, ...Object.fromEntries(told) }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? { ...value } : undefined
}

function expect(isSo: boolean, fault: string): void {
  if (!isSo) throw new UnreadableStream(fault)
}
