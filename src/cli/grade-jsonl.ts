import { asciiJson } from "../view/inert.ts"
import { type ByteLine, createLineCutter } from "./byte-lines.ts"
import type { Bench } from "./grade-bench.ts"
import { type Line, type LineSetting, readLine } from "./grade-line.ts"
import { type Mark, unjudged } from "./grade-mark.ts"
import { type Tally, tellOfKey } from "./grade-tally.ts"
import type { Sink } from "./sink.ts"

const LINE_BYTES_MAX = 16 * 1024 * 1024
const BATCH_LINES_MAX = 256
const BATCH_CHARS_MAX = 1024 * 1024

export interface LinesSetting extends LineSetting {
  /** Whether each line says how long its verdict took. */
  readonly withMicros: boolean
}

/**
 * Marks a stream of JSON lines: one line out for each line in, in order. What has come is answered
 * before more is waited for, so that a program can ask line by line.
 */
export async function gradeLines(
  input: AsyncIterable<Uint8Array>,
  desk: { readonly bench: Bench; readonly sink: Sink; readonly tally: Tally },
  setting: LinesSetting,
): Promise<void> {
  const cutter = createLineCutter(LINE_BYTES_MAX)
  let batch: Line[] = []
  let chars = 0
  let answered = 0

  async function take(line: ByteLine, isFirst: boolean): Promise<void> {
    const read = lineOf(line, isFirst, setting)
    batch.push(read)
    chars += read.ok ? read.key.length + read.answer.length : 0
    if (batch.length >= BATCH_LINES_MAX || chars >= BATCH_CHARS_MAX) await flush()
  }

  async function flush(): Promise<void> {
    if (batch.length === 0) return
    const marks = await desk.bench.mark(batch.filter((line) => line.ok))
    let next = 0
    let text = ""
    for (const line of batch) {
      answered++
      if (!line.ok) desk.tally.complain(`line ${answered}`, line.why)
      const mark = line.ok ? marks[next++]! : unjudged("bad-line")
      desk.tally.count(mark)
      if (line.ok) await tellOfKey(`line ${answered}`, line, mark, desk.tally)
      text += rendered(line.id, mark, setting.withMicros)
    }
    batch = []
    chars = 0
    await desk.sink.write(text)
  }

  let lines = 0
  for await (const chunk of input) {
    for (const line of cutter.push(chunk)) await take(line, lines++ === 0)
    await flush()
  }
  for (const line of cutter.end()) await take(line, lines++ === 0)
  await flush()
}

/** A mark as a line of printable ASCII. */
export function rendered(id: unknown, mark: Mark, withMicros: boolean): string {
  const { micros, ...rest } = mark
  return `${asciiJson({ id, ...rest, ...(withMicros && { micros }) })}\n`
}

function lineOf(line: ByteLine, isFirst: boolean, setting: LineSetting): Line {
  if (line.isWhole) return readLine(isFirst ? withoutMark(line.bytes) : line.bytes, setting)
  return { ok: false, id: null, why: `it is longer than ${LINE_BYTES_MAX} bytes` }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return isMarked ? bytes.subarray(3) : bytes
}
