import { judge } from "../../verifiers/kernel/judge/judge.ts"
import { createMarker, type Timed } from "../cli/grade-mark.ts"
import { answerBatches, reportReady } from "../cli/judging-child.ts"
import type { Verifier } from "../verifier.ts"
import { judgeReply } from "./reply.ts"
import type { Task } from "./task.ts"

const SILENCE_MS_MAX = 4 // an ordinary answer behind a slow one waits no longer than this

const WARM_ROUNDS = 20 // after as many, the engine has compiled what every answer needs

// A judging process of the reward server: marks what it is sent, in order.
const verifiers = new Map<string, Verifier>()
if (process.argv.includes("problems")) {
  const { VERIFIERS } = await import("../../verifiers/index.ts")
  for (const verifier of VERIFIERS) verifiers.set(verifier.name, verifier)
}
const byKey = createMarker(judge)

answerBatches(judged, SILENCE_MS_MAX)
// Ctrl-C reaches every process of a terminal: this one still has the last answers to judge.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {})
reportReady(byKey, WARM_ROUNDS)

function judged(task: Task): Timed {
  if (task.kind === "key") return byKey(task)
  const { spec, key } = task
  const verifier = verifiers.get(task.verifier)
  const begun = performance.now()
  try {
    const verdict = judgeReply({ verifier: verifier!, spec, key }, task.answer)
    return { verdict, micros: Math.round((performance.now() - begun) * 1_000) }
  } catch {
    const verdict = { outcome: "undecided", method: "none", reason: "crash", evidence: {} } as const
    return { verdict, micros: Math.round((performance.now() - begun) * 1_000) }
  }
}
