/** A record of a CSV file: its cells, and the text that it was, so that it can be kept as it is. */
export interface CsvRecord {
  readonly cells: readonly string[]
  readonly raw: string
  /** How its line ended: nothing for a last line without an end. */
  readonly ending: "" | "\n" | "\r\n"
}

export const SEPARATORS = [",", ";", "\t"] as const
export type Separator = (typeof SEPARATORS)[number]

const QUOTE = '"'

/** A quote that is never closed, or a record beyond what a table holds. */
export class CsvFault extends Error {
  override readonly name = "CsvFault"
}

/**
 * Reads RFC 4180 piece by piece: quoted cells may hold separators, line ends and doubled quotes.
 * Kinder than the letter where files are: a lone quote within a bare cell is a character, and what
 * follows a closing quote is kept. Holds one record at most.
 */
export function createCsvReader(separator: Separator, charsMax: number) {
  let held = ""
  let at = 0 // where the search for the record's end goes on
  let isQuoted = false
  let isCellStart = true
  let records = 0

  /** The index of the line end, or -1 when it has not come yet. */
  function endOfRecord(): number {
    for (; at < held.length; at++) {
      const character = held[at]
      if (isQuoted) {
        if (character !== QUOTE) continue
        if (at + 1 === held.length) return -1 // it may be the first of two
        if (held[at + 1] === QUOTE) at++
        else isQuoted = false
      } else if (character === "\n") {
        return at
      } else if (character === QUOTE && isCellStart) {
        isQuoted = true
        isCellStart = false
      } else {
        isCellStart = character === separator
      }
    }
    return -1
  }

  function record(raw: string, ending: CsvRecord["ending"]): CsvRecord {
    records++
    return { cells: cellsOf(raw, separator), raw, ending }
  }

  return {
    *push(text: string): Generator<CsvRecord> {
      held += text
      for (let end = endOfRecord(); end >= 0; end = endOfRecord()) {
        const isReturn = held[end - 1] === "\r" && end > 0
        yield record(held.slice(0, isReturn ? end - 1 : end), isReturn ? "\r\n" : "\n")
        held = held.slice(end + 1)
        at = 0
        isCellStart = true
      }
      if (held.length > charsMax) {
        const cause = isQuoted ? "a quote that is never closed" : "too long"
        throw new CsvFault(`record ${records + 1} is longer than ${charsMax} characters: ${cause}`)
      }
    },
    *end(): Generator<CsvRecord> {
      const isClosed = !isQuoted || at < held.length // a last quote waits for a second one
      if (!isClosed) {
        throw new CsvFault(`record ${records + 1} has a quote that is never closed`)
      }
      if (held !== "") yield record(held, "")
    },
  }
}

/** The separator that the first line has most of, outside of quotes; a comma when it has none. */
export function separatorOf(header: string): Separator {
  const bare = header.split(QUOTE).filter((_, index) => index % 2 === 0)
  const counts = SEPARATORS.map((separator) =>
    bare.reduce((sum, part) => sum + part.split(separator).length - 1, 0),
  )
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!
}

/** A cell of our own as CSV. A spreadsheet runs what begins like a formula: ours never does. */
export function cellText(text: string, separator: Separator): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  const isPlain = ![separator, QUOTE, "\n", "\r"].some((special) => inert.includes(special))
  return isPlain ? inert : `${QUOTE}${inert.replaceAll(QUOTE, QUOTE + QUOTE)}${QUOTE}`
}

function cellsOf(raw: string, separator: Separator): string[] {
  const cells: string[] = []
  for (let at = 0; at <= raw.length; at++) {
    let cell = ""
    if (raw[at] === QUOTE) {
      const { text, end } = quoted(raw, at + 1)
      cell = text
      at = end
    }
    const next = raw.indexOf(separator, at)
    const end = next < 0 ? raw.length : next
    cells.push(cell + raw.slice(at, end))
    at = end
  }
  return cells
}

/** What stands from here to the closing quote, and the place after it. */
function quoted(raw: string, from: number): { text: string; end: number } {
  let text = ""
  for (let at = from; ; ) {
    const close = raw.indexOf(QUOTE, at)
    if (close < 0) return { text: text + raw.slice(at), end: raw.length }
    text += raw.slice(at, close)
    if (raw[close + 1] !== QUOTE) return { text, end: close + 1 }
    text += QUOTE
    at = close + 2
  }
}
