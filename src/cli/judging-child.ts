import { type Mark, markOf, type Question, type Timed } from "./grade-mark.ts"

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

/**
 * What a judging process does: marks what it is sent, in order, and hands marks over as they are
 * made, after `silenceMsMax` milliseconds without a word at the latest.
 */
export function answerBatches<Task>(judged: (task: Task) => Timed, silenceMsMax: number): void {
  process.on("message", (batch: readonly Task[]) => {
    let made: Mark[] = []
    let sent = performance.now()
    for (const task of batch) {
      made.push(markOf(judged(task)))
      if (performance.now() - sent < silenceMsMax) continue
      tell(made)
      made = []
      sent = performance.now()
    }
    if (made.length > 0) tell(made)
  })
}

/** Warms the judge, so many rounds, and then says that the process is ready. */
export function reportReady(judged: (question: Question) => Timed, rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    for (const [key, answer] of WARMING) judged({ key, answer, options: "" })
  }
  tell([])
}

/** To the waiting process; where it has left in the meantime there is nobody to tell. */
function tell(marks: readonly Mark[]): void {
  if (process.connected) process.send!(marks, undefined, undefined, () => {})
}
