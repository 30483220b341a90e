import { CanaryClass } from "../../record/canary.ts"
import type { History } from "../../run/history.ts"
import { canaryTotals } from "../drift.ts"
import { count, counted, largest } from "../format.ts"
import type { Html } from "./html.ts"
import { html } from "./html.ts"
import { number, section, table, text } from "./parts.ts"

const MEANING: Readonly<Record<CanaryClass, string>> = {
  "wrong-key": "a posed problem with another problem's key",
  unsolvable: "a spec that has no answer",
  "renamed-duplicate": "a problem of the round in other words or letters",
  "answer-in-statement": "words that tell the answer",
  equality: "answers that equal everything to a careless comparison",
  format: "a wrong answer with the key hidden beside it",
  "time-out": "answers that are more work than they are worth",
  size: "answers too long to be read",
  "forged-transcript": "a tool's output that no tool has put out",
  instruction: "orders to the judge",
  hedge: "the key or another answer",
  "no-answer": "silence, and words for it",
}

/** What was planted in the run, and what stopped it. */
export function canarySection({ rounds }: History): Html {
  const totals = canaryTotals(rounds)
  const planted = totals.reduce((sum, one) => sum + one.planted, 0)
  const passed = totals.reduce((sum, one) => sum + one.passed, 0)
  const rows = CanaryClass.options.flatMap((kind) => {
    const total = totals.find((one) => one.kind === kind)
    if (total === undefined) return []
    const stops = largest(total.blocked).slice(0, STOPS_SHOWN)
    return [
      [
        html`${kind.replaceAll("-", " ")} <span class="quiet">${MEANING[kind]}</span>`,
        count(total.planted),
        count(total.passed),
        stops.map(([name, times]) => `${name.replace(":", ": ")} ${count(times)}`).join(", "),
      ],
    ]
  })
  return section(
    "canaries",
    "Canaries",
    planted === 0
      ? "None was planted."
      : `${counted(planted, "canary", "canaries")} of ${counted(rows.length, "class", "classes")} were planted, and ${passed === 0 ? "none passed" : `${count(passed)} passed, which halted the run`}. They go through the run’s own screen, solver, judge and second proof, and none of them is counted, rewarded or trained on.`,
    rows.length === 0
      ? []
      : [
          table(
            "Canaries by class",
            [text("class"), number("planted"), number("passed"), text("stopped by")],
            rows,
          ),
        ],
  )
}

const STOPS_SHOWN = 4
