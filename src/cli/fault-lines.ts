import { count, counted } from "../view/format.ts"
import { clean, style } from "./terminal.ts"

const SHOWN_MAX = 50 // all of them with --json

/** How an audit ends, for a person: the faults and what to do, or that there are none. */
export function faultLines(
  faults: readonly { readonly where: string; readonly fault: string }[],
  advice: string,
): string[] {
  if (faults.length === 0) return [style("green", "✓ no fault found")]
  const shown = faults.slice(0, SHOWN_MAX)
  const hidden = faults.length - shown.length
  return [
    ...shown.map(({ where, fault }) => style("red", `✗ ${clean(where)}: ${clean(fault)}`)),
    ...(hidden > 0 ? [`and ${count(hidden)} more: --json has them all`] : []),
    `${counted(faults.length, "fault")} found: ${advice}`,
  ]
}
