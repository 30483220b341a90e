import { count, counted } from "../view/format.ts"
import type { Mark, Question } from "./grade-mark.ts"
import { clean, note } from "./terminal.ts"

const CAP_MS = 100 // a verdict that takes longer is a fault of the judge
const COMPLAINTS_MAX = 10 // of each kind
const WHY_CHARS_MAX = 400

/** Counts what was marked, and says it on stderr when all is done. */
export interface Tally {
  count(mark: Mark): void
  /** Says of a line or a row why it could not be asked. */
  complain(where: string, why: string): void
  /** Says what is wrong with a key; the answer to it was no fault of anybody's. */
  complainOfKey(where: string, why: string): void
  /** Notes a row that a comma may have cost its mark. */
  doubt(where: string): void
  tell(what: "line" | "row"): void
}

export function createTally(): Tally {
  const counts = { correct: 0, incorrect: 0, undecided: 0 }
  let unread = 0
  let keyless = 0
  let commas = 0
  let firstComma = ""
  let slow = 0
  let slowest = 0
  let broken = 0
  return {
    count({ outcome, reason, micros }) {
      counts[outcome]++
      if (reason === "crash" || reason === "stopped") broken++
      if (micros > CAP_MS * 1_000) slow++
      slowest = Math.max(slowest, micros)
    },
    complain(where, why) {
      unread++
      say(unread, `${where}: ${why}`)
    },
    complainOfKey(where, why) {
      keyless++
      say(keyless, `${where}, its key: ${why}`)
    },
    doubt(where) {
      if (commas++ === 0) firstComma = where
    },
    tell(what) {
      const { correct, incorrect, undecided } = counts
      const all = counted(correct + incorrect + undecided, what)
      const unreadable = unread === 0 ? "" : `, ${count(unread)} of them not readable`
      const lost = keyless === 0 ? "" : `, ${count(keyless)} for their key`
      const [right, wrong, open] = [correct, incorrect, undecided].map(count)
      note(`${all}: ${right} correct, ${wrong} incorrect, ${open} undecided${unreadable}${lost}`)
      if (commas > 0) {
        note(`${counted(commas, what)} not correct where one side has a comma, first ${firstComma}`)
        note("→ 3,5 is read as a list of two numbers; --decimal-comma reads it as 3.5")
      }
      if (broken > 0) {
        note(`${counted(broken, "verdict")} broke or hung: a fault in Agon, please report it`)
      }
      if (slow > 0) {
        const longest = `the longest ${Math.round(slowest / 1_000)} ms`
        note(`${counted(slow, "verdict")} took more than ${CAP_MS} ms, ${longest}`)
      }
    },
  }
}

/** Where nothing could be judged by a key, what is wrong with it. The reader is loaded for that. */
export async function tellOfKey(
  where: string,
  { key }: Question,
  { reason }: Mark,
  tally: Tally,
): Promise<void> {
  if (reason !== "bad-key" && reason !== "undefined-key") return
  const { keyFault } = await import("./grade-key.ts")
  tally.complainOfKey(where, keyFault(key, reason) ?? reason)
}

function say(nth: number, complaint: string): void {
  if (nth <= COMPLAINTS_MAX) note(clean(complaint).slice(0, WHY_CHARS_MAX))
  if (nth === COMPLAINTS_MAX + 1) note("…")
}
