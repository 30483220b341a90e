import { plainText } from "../record/tool.ts"
import { type ApprovalAsked, answer, awaited } from "../run/approve.ts"
import { RunFailure } from "../run/failure.ts"
import { pointSpan, points, pText } from "../view/format.ts"
import { defineCommand, JSON_OPTION, RUNS_OPTION } from "./command.ts"
import { withStore } from "./compose.ts"
import { EXIT } from "./exit.ts"
import { findRun, runsFolder } from "./runs.ts"
import { print, printJson } from "./terminal.ts"
import { machineWorld } from "./world.ts"

const NOTE_CHARS_MAX = 512 // a sentence or two for whoever reads the journal

/** `agon approve`: a person's word on a promotion. */
export const approve = defineCommand({
  usage: "agon approve <run> [--reject] [--note text]",
  about: [
    'With `promotion.approval: "human"` in its recipe a run pauses (exit code 5) where the paired',
    "test would promote a challenger. This shows the test's numbers and records your answer beside the",
    "journal; `agon resume` goes on with it, and so does every replay. A rejected challenger is rolled",
    "back: the champion plays on, and training goes on from the champion.",
  ],
  options: {
    reject: { type: "boolean", about: "do not promote it" },
    note: { type: "string", value: "text", about: "why, for the journal (512 characters)" },
    show: { type: "boolean", about: "only say what waits" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  examples: [
    ["agon approve default-k3m9x2ab", "promote what waits"],
    ["agon approve default-k3m9x2ab --reject --note 'fractions fell'", "keep the champion"],
    ["agon approve default-k3m9x2ab --show", "the numbers first"],
  ],
  words: { min: 1, max: 1 },
  async run({ reject = false, note = "", show = false, json, runs }, [id]) {
    const home = findRun(runsFolder(runs), id!)
    const approval = { approved: !reject, note: plainText(note, NOTE_CHARS_MAX) }
    const asked = await withStore(home, show ? "read" : "write", async (store) => {
      const asked = await awaited(store)
      if (asked === undefined) throw nothingWaits(home.id)
      if (!show) await answer(store, machineWorld.clock, asked, approval)
      return asked
    })
    if (json) printJson({ run: home.id, ...asked, ...(!show && { approval }) })
    else for (const line of linesOf(home.id, asked, show ? undefined : approval)) print(line)
    return EXIT.done
  },
})

function linesOf(
  run: string,
  { round, decision }: ApprovalAsked,
  approval: { readonly approved: boolean } | undefined,
): string[] {
  const { challenger, gain, gainLow, gainHigh, gained, lost, pValue } = decision
  const span = pointSpan({ low: gainLow, high: gainHigh })
  const numbers = `${points(gain)} points ${span}, ${pText(pValue)}; ${gained} gained, ${lost} lost`
  return [
    `round ${round}: challenger ${challenger}`,
    `development ${numbers}`,
    approval === undefined
      ? `\`agon approve ${run}\` promotes it, with --reject it does not`
      : `${approval.approved ? "approved" : "rejected"}: \`agon resume ${run}\` goes on`,
  ]
}

function nothingWaits(run: string): RunFailure {
  return new RunFailure(
    "run",
    "nothing-waits",
    `no promotion of ${run} waits for a person`,
    'a run pauses for one where its recipe says promotion.approval: "human"',
  )
}
