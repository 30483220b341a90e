import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { JudgeOptionsInput } from "../verifiers/kernel/judge/options.ts"

/** A labelled pair of test/corpus. */
export interface Pair {
  readonly id: string
  readonly key: string
  readonly answer: string
  readonly options?: JudgeOptionsInput
  readonly expect: "correct" | "not-correct" | "incorrect" | "undecided"
}

/** All labelled pairs of a folder of JSON lines. */
export function readPairs(folder: string): Pair[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"))
  return files.toSorted().flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Pair),
  )
}

/** Whether an answer is a whole reply, which is searched, or an expression. */
export function isReply(answer: string): boolean {
  return /\\boxed|\$|####|\n|<|\*\*|answer/i.test(answer)
}
