import { judge } from "../../verifiers/kernel/judge/judge.ts"
import { createMarker, type Mark, markOf, type Question } from "./grade-mark.ts"

const SILENCE_MS_MAX = 50 // the waiting process hears of progress about so often

/** A few kinds of answers, so that tables are built and code is warm before the first question. */
const WARMING: readonly (readonly [key: string, answer: string])[] = [
  ["\\frac12", "0.5"],
  ["x^2+2x+1", "(x+1)^2"],
  ["\\sin^2 x+\\cos^2 x", "1"],
  ["5\\text{ km}", "5000 m"],
  ["\\{1,2\\}", "\\{2,1\\}"],
  ["[0,1)", "x>1"],
  ["2\\sqrt3", "That makes \\boxed{\\sqrt{12}}."],
]

// The judging process: marks what it is sent, in order, and hands marks over as they are made.
const judged = createMarker(judge)

process.on("message", (batch: readonly Question[]) => {
  let made: Mark[] = []
  let sent = performance.now()
  for (const question of batch) {
    made.push(markOf(judged(question)))
    if (performance.now() - sent < SILENCE_MS_MAX) continue
    tell(made)
    made = []
    sent = performance.now()
  }
  if (made.length > 0) tell(made)
})
for (const [key, answer] of WARMING) judged({ key, answer, options: "" })
tell([]) // ready

/** To the waiting process; where it has left in the meantime there is nobody to tell. */
function tell(marks: readonly Mark[]): void {
  if (process.connected) process.send!(marks, undefined, undefined, () => {})
}
