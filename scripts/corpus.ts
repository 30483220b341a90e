/**
 * Tries the judge on every case of test/corpus, prints what it got wrong, and ends with a line for
 * each claim, PASS or FAIL:
 *
 *   npm run corpus [-- --seed 2] [--part labelled]
 *
 * Leaves with 1 where a wrong answer was accepted, where the judge crashed, or where less than
 * 99 % of the correct answers were accepted.
 */
import { parseArgs } from "node:util"
import { type Examined, examine, FAULTS } from "../test/corpus/examine.ts"
import { PARTS } from "../test/corpus/parts.ts"
import { categoryOf } from "../test/corpus/row.ts"
import {
  boundsOf,
  claimsOn,
  count,
  emptyTally,
  recallOf,
  type Tally,
} from "../test/corpus/tally.ts"

const COLUMNS = [
  ...["category", "cases", "not correct", "false accepts", "false rejects", "undecided", "other"],
  ...["recall", "proved", "probabilistic", "numeric"],
]

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, part: { type: "string" } },
})
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed) || seed < 0) throw new Error("--seed takes a whole number")
const parts = values.part === undefined ? Object.keys(PARTS) : [values.part]

const failing: Examined[] = []
const tallies = new Map<string, Tally>()
const totals = parts.map((part) => [part, tryPart(part)] as const)
printTable(tallies)
for (const [part, tally] of totals) printTotal(part, tally)
printFailing()
const crashes = failing.filter(({ fault }) => fault === "crash").length
const claims = claimsOn(new Map(totals), crashes)
console.log("")
for (const { claim, holds, seen } of claims) {
  console.log(`${holds ? "PASS" : "FAIL"}  ${claim} (${seen})`)
}
process.exitCode = claims.every(({ holds }) => holds) ? 0 : 1

function tryPart(part: string): Tally {
  const rows = PARTS[part]
  if (rows === undefined) throw new Error(`--part takes one of ${Object.keys(PARTS).join(", ")}`)
  const total = emptyTally()
  for (const row of rows(seed)) {
    const examined = examine(row)
    const category = categoryOf(row)
    const tally = tallies.get(category) ?? emptyTally()
    tallies.set(category, tally)
    count(tally, examined)
    count(total, examined)
    if (examined.fault !== null) failing.push(examined)
  }
  return total
}

function printTable(rows: ReadonlyMap<string, Tally>): void {
  const lines = [COLUMNS, ...[...rows].map(([category, tally]) => cells(category, tally))]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  for (const line of lines) {
    const [first, ...rest] = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    )
    console.log([first, ...rest].join("  "))
  }
}

function cells(category: string, tally: Tally): string[] {
  const { cases, correct, falseAccepts, falseRejects, missed, otherFaults } = tally
  const { proved, probabilistic, numeric } = tally
  const accepted = proved + probabilistic + numeric
  const ofAccepted = (some: number) => (accepted === 0 ? "-" : percent(some / accepted))
  return [
    category,
    ...[cases, cases - correct, falseAccepts, falseRejects, missed, otherFaults].map(String),
    correct === 0 ? "-" : percent(recallOf(tally)),
    ...[proved, probabilistic, numeric].map(ofAccepted),
  ]
}

function printTotal(part: string, tally: Tally): void {
  const { falseAccepts, notAccepted } = boundsOf(tally)
  const { cases, correct, falseRejects, missed } = tally
  console.log(`\n${part}: ${cases} cases, of which ${correct} are correct`)
  console.log(`  false accepts ${tally.falseAccepts}${atMost(falseAccepts, "")}`)
  if (correct === 0) return
  const lost = `false rejects ${falseRejects}, undecided ${missed}`
  console.log(
    `  ${lost}, recall ${percent(recallOf(tally))}${atMost(notAccepted, " not accepted")}`,
  )
}

/** A bound that bounds something: "at most 100 %" says nothing. */
function atMost(bound: number, what: string): string {
  return bound >= 1 ? "" : `, at most ${percent(bound)}${what} (upper 95 % bound)`
}

function printFailing(): void {
  for (const fault of FAULTS) {
    const rows = failing.filter((examined) => examined.fault === fault)
    if (rows.length > 0) console.log(`\n${fault}: ${rows.length}`)
    for (const { row, verdict } of rows) {
      const { id, key, answer, options, expect } = row
      const reason = verdict.outcome === "correct" ? "" : `, ${verdict.reason}`
      const policy = verdict.policy === undefined ? "" : `, policy ${verdict.policy}`
      const asked = options === undefined ? "" : ` with ${JSON.stringify(options)}`
      console.log(`  ${id}: ${JSON.stringify(answer)} for ${JSON.stringify(key)}${asked}`)
      const isSwapped = fault === "swapped"
      const told = isSwapped ? "and else with the sides swapped: " : `and not ${expect}: `
      console.log(`    ${verdict.outcome}, ${told}${verdict.method}${reason}${policy}`)
      for (const [name, text] of Object.entries(verdict.evidence)) {
        console.log(`    ${name}: ${text}`)
      }
    }
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
