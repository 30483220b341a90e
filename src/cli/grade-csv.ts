import { RunFailure } from "../run/failure.ts"
import {
  CsvFault,
  type CsvRecord,
  cellText,
  createCsvReader,
  type Separator,
  separatorOf,
} from "./csv.ts"
import { isCommaDoubtful, withDecimalPoints } from "./decimal-comma.ts"
import { UsageError } from "./exit.ts"
import type { Bench } from "./grade-bench.ts"
import { rendered } from "./grade-jsonl.ts"
import { type Mark, type Question, unjudged } from "./grade-mark.ts"
import { type Tally, tellOfKey } from "./grade-tally.ts"
import { didYouMean } from "./nearest.ts"
import type { Sink } from "./sink.ts"
import { clean } from "./terminal.ts"

const RECORD_CHARS_MAX = 16 * 1024 * 1024
const BATCH_ROWS_MAX = 256
const COLUMN_CHARS_MAX = 40 // of a name that is shown
const OWN_COLUMNS = ["outcome", "reason", "level"] as const
const BYTE_ORDER_MARK = "\ufeff"
const SEPARATOR_LINE = /^\ufeff?sep=[,;\t]$/i // what spreadsheets obey and do not show

export interface TableSetting {
  /** One key for every row, instead of a column of keys. */
  readonly key: string | undefined
  readonly keyColumn: string
  readonly answerColumn: string
  readonly options: string
  /** 3,5 is a number, and no list of two. */
  readonly decimalComma: boolean
  /** Verdicts as JSON lines, `id` being the row, instead of the table with columns added. */
  readonly asJson: boolean
  readonly withMicros: boolean
  /** A terminal obeys control characters, which a student may have typed: they are taken out. */
  readonly isTerminal: boolean
}

interface Layout {
  readonly separator: Separator
  readonly columns: number
  readonly key: number | undefined
  readonly answer: number
}

interface Row {
  readonly record: CsvRecord
  readonly question: Question | string | null
}

/**
 * Marks a table: every row comes out as it went in, with its verdict in three columns more. A row
 * that does not fit the header is `undecided`, reason `bad-line`; an empty one is kept unmarked.
 */
export async function gradeTable(
  input: AsyncIterable<Uint8Array>,
  desk: { readonly bench: Bench; readonly sink: Sink; readonly tally: Tally },
  setting: TableSetting,
): Promise<void> {
  let layout: Layout | undefined
  let rows: Row[] = []
  let written = 0

  async function flush(): Promise<void> {
    const questions = rows.map(({ question }) => question)
    const marks = await desk.bench.mark(questions.filter((question) => isQuestion(question)))
    let next = 0
    let text = ""
    for (const { record, question } of rows) {
      written++
      if (typeof question === "string") desk.tally.complain(`row ${written}`, question)
      const mark = isQuestion(question) ? marks[next++]! : unjudged("bad-line")
      if (question !== null) desk.tally.count(mark)
      if (isQuestion(question)) {
        await tellOfKey(`row ${written}`, question, mark, desk.tally)
        if (isCommaDoubtful(question.key, question.answer, mark)) desk.tally.doubt(`row ${written}`)
      }
      text += lineOf(record, question === null ? null : mark, layout!, written, setting)
    }
    rows = []
    await desk.sink.write(text)
  }

  for await (const { record, separator } of recordsOf(input)) {
    if (layout === undefined && SEPARATOR_LINE.test(record.raw)) {
      if (!setting.asJson) await desk.sink.write(`${record.raw}${record.ending}`)
      continue
    }
    if (layout === undefined) {
      layout = layoutOf(record.cells, separator, setting)
      if (!setting.asJson) await desk.sink.write(headerOf(record, layout, setting))
      continue
    }
    rows.push({ record, question: questionOf(record, layout, setting) })
    if (rows.length >= BATCH_ROWS_MAX) await flush()
  }
  if (layout === undefined) throw new UsageError("the table is empty: it has no header")
  await flush()
}

function isQuestion(question: Row["question"]): question is Question {
  return question !== null && typeof question !== "string"
}

async function* recordsOf(input: AsyncIterable<Uint8Array>) {
  const separated = { separator: undefined as Separator | undefined }
  let reader: ReturnType<typeof createCsvReader> | undefined
  let head = ""
  try {
    for await (const text of textOf(input)) {
      head += text
      if (reader === undefined && !head.includes("\n") && head.length < RECORD_CHARS_MAX) continue
      separated.separator ??= separatorOf(head.slice(0, head.indexOf("\n") >>> 0))
      reader ??= createCsvReader(separated.separator, RECORD_CHARS_MAX)
      for (const record of reader.push(head)) yield { record, separator: separated.separator }
      head = ""
    }
    const separator = separated.separator ?? separatorOf(head)
    reader ??= createCsvReader(separator, RECORD_CHARS_MAX)
    for (const record of reader.push(head)) yield { record, separator }
    for (const record of reader.end()) yield { record, separator }
  } catch (error) {
    if (error instanceof CsvFault) throw new UsageError(`this is no CSV: ${error.message}`)
    throw error
  }
}

async function* textOf(input: AsyncIterable<Uint8Array>) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
  try {
    for await (const bytes of input) yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new RunFailure(
      "verifier",
      "encoding",
      "the table is not in UTF-8",
      "save it as “CSV UTF-8” in the spreadsheet",
    )
  }
}

function layoutOf(header: readonly string[], separator: Separator, setting: TableSetting): Layout {
  const names = header.map((name, at) => (at === 0 ? name.replace(BYTE_ORDER_MARK, "") : name))
  const find = (wanted: string) => names.findIndex((name) => folded(name) === folded(wanted))
  const answer = find(setting.answerColumn)
  const key = setting.key === undefined ? find(setting.keyColumn) : undefined
  refuseMissing(names, [
    ...(key === -1 ? [["key-column", setting.keyColumn] as const] : []),
    ...(answer === -1 ? [["answer-column", setting.answerColumn] as const] : []),
  ])
  return { separator, columns: names.length, key, answer }
}

/** Names the columns that are not there, and only those, and the ones that are. */
function refuseMissing(
  names: readonly string[],
  missing: readonly (readonly [option: string, wanted: string])[],
): void {
  if (missing.length === 0) return
  const told = missing.map(([, wanted]) => `column ${wanted}`).join(" and no ")
  const meant = missing.map(([, wanted]) => didYouMean(wanted, names)).join("")
  const columns = names.map((name) => clean(name).slice(0, COLUMN_CHARS_MAX)).join(", ")
  const advice = missing.map(([option]) => `--${option} <one of them>`).join(" ")
  throw new UsageError(
    `the table has no ${told}.${meant} It has: ${columns}`,
    `agon grade … ${advice}`,
  )
}

function folded(name: string): string {
  return name.trim().toLowerCase()
}

function questionOf({ cells }: CsvRecord, layout: Layout, setting: TableSetting) {
  // Spreadsheets write the empty rows below a table, too, as nothing but separators.
  if (cells.every((cell) => cell.trim() === "") && layout.columns > 1) return null
  // A comma too many cuts an answer in two, as (1, 2) without quotes.
  const beyond = cells.slice(layout.columns).some((cell) => cell.trim() !== "")
  if (beyond) return `it has ${cells.length} cells, and the header has ${layout.columns}`
  const key = layout.key === undefined ? setting.key : cells[layout.key]
  const read = setting.decimalComma ? withDecimalPoints : (text: string) => text
  const answer = cells[layout.answer] ?? ""
  return { key: read(key ?? ""), answer: read(answer), options: setting.options }
}

function headerOf(record: CsvRecord, layout: Layout, setting: TableSetting): string {
  const taken = new Set(record.cells.map(folded))
  const isFree = OWN_COLUMNS.every((name) => !taken.has(name))
  return joined(
    record,
    OWN_COLUMNS.map((name) => (isFree ? name : `agon ${name}`)),
    layout,
    setting,
  )
}

function lineOf(
  record: CsvRecord,
  mark: Mark | null,
  layout: Layout,
  row: number,
  setting: TableSetting,
): string {
  if (setting.asJson) return mark === null ? "" : rendered(row, mark, setting.withMicros)
  if (mark === null) return `${record.raw}${record.ending}`
  return joined(record, [mark.outcome, mark.reason, mark.level], layout, setting)
}

/** The record as it was, filled up to the header's width, and our cells behind it. */
function joined(record: CsvRecord, own: string[], layout: Layout, setting: TableSetting): string {
  const { separator, columns } = layout
  const fill = separator.repeat(Math.max(0, columns - record.cells.length))
  const raw = setting.isTerminal
    ? record.raw.split(separator).map(clean).join(separator)
    : record.raw
  const added = own.map((text) => `${separator}${cellText(text, separator)}`).join("")
  return `${raw}${fill}${added}${record.ending}`
}
