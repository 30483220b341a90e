import { parentPort, workerData } from "node:worker_threads"
import type { Subject, SubjectSkill } from "../kit/subject.ts"
import { RunFailure } from "../run/failure.ts"
import { UsageError } from "./exit.ts"
import { testHere } from "./verifier-test.ts"
import type { Errand, Outcome } from "./verifier-watch.ts"

const PART_CHARS_MAX = 160 // of a spec, a key or an answer, where the last question is shown
const ALIVE_MS = 1_000

const { typed, options, board, isTerminal } = workerData as Errand
const counts = new Int32Array(board, 0, 2)
const page = Buffer.from(board, 8)

// One spec is asked about many times in a row.
let last: { readonly part: unknown; readonly text: string } = { part: undefined, text: "" }

// Colours as in the main thread, which prints what is printed here.
process.stdout.isTTY = isTerminal
// Waiting for another process is no silence; a verifier that never settles a promise ends the test.
setInterval(() => Atomics.add(counts, 0, 1), ALIVE_MS).unref()
void outcome().then((said) => parentPort!.postMessage(said))

async function outcome(): Promise<Outcome> {
  try {
    return { code: await testHere(typed, options, noting) }
  } catch (error) {
    if (error instanceof UsageError) return { usage: [error.message, error.advice] }
    if (!(error instanceof RunFailure)) return { bug: String(error) }
    const { boundary, code, message, advice } = error
    return { failure: [boundary, code, message, advice] }
  }
}

/** The same subject, leaving word of every question where the main thread can read it. */
function noting(subject: Subject): Subject {
  return {
    ...subject,
    skills: subject.skills.map(notingSkill),
    admits: heard("admits", subject.admits),
    derive: heard("derive", subject.derive),
    recheck: heard("recheck", subject.recheck),
    judge: heard("judge", subject.judge),
    state: heard("state", subject.state),
    present: heard("present", subject.present),
    identify: heard("identify", subject.identify),
    mistakes: heard("mistakes", subject.mistakes),
  }
}

function notingSkill(skill: SubjectSkill): SubjectSkill {
  const { name } = skill
  return {
    ...skill,
    sample: heard(`${name}: sample`, skill.sample),
    mutate: heard(`${name}: mutate`, skill.mutate),
    measure: heard(`${name}: measure`, skill.measure),
  }
}

function heard<Asked extends readonly unknown[], Said>(
  name: string,
  answer: (...asked: Asked) => Said,
): (...asked: Asked) => Said {
  return (...asked) => {
    counts[1] = page.write(`${name}(${asked.map(brief).join(", ")})`)
    Atomics.add(counts, 0, 1)
    return answer(...asked)
  }
}

/** The beginning of a question's part, as text. */
function brief(part: unknown): string {
  if (typeof part === "string") return JSON.stringify(part.slice(0, PART_CHARS_MAX))
  if (last.part !== part) last = { part, text: String(JSON.stringify(part)) }
  return last.text.slice(0, PART_CHARS_MAX)
}
