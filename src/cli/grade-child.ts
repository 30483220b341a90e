import { judge } from "../../verifiers/kernel/judge/judge.ts"
import { createMarker, type Mark, markOf, type Question } from "./grade-mark.ts"

const SILENCE_MS_MAX = 50 // the waiting process hears of progress about so often

// The judging process: marks what it is sent, in order, and hands marks over as they are made.
const judged = createMarker(judge)

process.on("message", (batch: readonly Question[]) => {
  let made: Mark[] = []
  let sent = performance.now()
  for (const question of batch) {
    made.push(markOf(judged(question)))
    if (performance.now() - sent < SILENCE_MS_MAX) continue
    process.send!(made)
    made = []
    sent = performance.now()
  }
  if (made.length > 0) process.send!(made)
})
process.send!([]) // loaded
