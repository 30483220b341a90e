import type { SolveRate } from "../record/solve-rate.ts"
import { percent } from "../rule/percent.ts"
import { type Interval, ruleOfThree, wilson } from "../rule/statistics.ts"

export { percent, smallPercent } from "../rule/percent.ts"

/** Numbers in words, the same in the terminal and in the report. */

const grouped = new Intl.NumberFormat("en-US")

export function count(value: number): string {
  return grouped.format(value)
}

/** `one` or `many` with its number: "1 round", "24 rounds". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** The 95 % interval in percent, without the sign: "[79.0, 83.2]". */
export function span({ low, high }: Interval): string {
  return `[${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`
}

/** A solve rate is never shown without its interval. */
export function rateText(rate: SolveRate): string {
  if (rate.tried === 0) return "not tried"
  return `${percent(rate.correct / rate.tried)} ${span(wilson(rate))}`
}

/** A difference of shares in percentage points: "+4.2". */
export function points(gain: number): string {
  return signed((100 * gain).toFixed(1))
}

export function pointSpan({ low, high }: Interval): string {
  return `[${points(low)}, ${points(high)}]`
}

export function pText(pValue: number): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toFixed(3)}`
}

export interface LabelAudit {
  readonly checked: number
  readonly errors: number
}

/** Upper 95 % bound of the label error: rule of three where no error was seen, else Wilson's. */
export function labelErrorBound({ checked, errors }: LabelAudit): number {
  if (errors === 0) return ruleOfThree(checked)
  return wilson({ correct: errors, tried: checked }).high
}

/** "$0.0031" below a dollar and "$12.40" above; less than can be shown is said to be less. */
export function money(microdollars: number): string {
  const value = microdollars / 1_000_000
  if (microdollars > 0 && value < 0.0001) return "< $0.0001"
  return `$${value === 0 || value >= 1 ? moneyDigits.format(value) : value.toFixed(4)}`
}

const moneyDigits = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})

/** Minutes and seconds, with hours where there are any: "1:02", "2:03:04". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = String(seconds % 60).padStart(2, "0")
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`
}

/** The largest entries of a tally, largest first, names breaking ties. */
export function largest(tally: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(tally).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

function signed(text: string): string {
  if (text.startsWith("-")) return Number(text) === 0 ? text.slice(1) : `−${text.slice(1)}`
  return `+${text}`
}
