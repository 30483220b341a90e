import { existsSync, readFileSync } from "node:fs"
import type { JobProgram } from "../record/job.ts"
import { RunFailure } from "../run/failure.ts"
import type { JobEnd, JobFolder } from "./job-folder.ts"

const TAIL_CHARS = 600 // of the log, in a message

/** Why a job ended without a checkpoint, with the last words of its program. */
export function endFailure(
  end: JobEnd,
  { log }: JobFolder,
  { minutesMax }: JobProgram,
): RunFailure {
  const said = tailOf(log)
  const last = said === "" ? "" : `; its last words: ${said}`
  switch (end.outcome) {
    case "exited":
      return jobFailure(
        "program-failed",
        `the trainer ended by ${end.signal ?? `exit code ${end.code}`}${last}`,
        `see ${log}; when the cause is gone, \`agon resume\` runs the job again`,
      )
    case "not-started":
      return jobFailure(
        "not-started",
        `the trainer's program does not start${last}`,
        "training.by.command begins with a program that is on the PATH, or its whole path",
      )
    case "time-limit":
      return jobFailure(
        "time-limit",
        `the trainer was ended after ${minutesMax} minutes, the job's limit${last}`,
        "training.by.minutesMax sets the limit; `agon resume` goes on from what it has kept",
      )
    case "stopped":
      return jobFailure("stopped", `somebody ended the trainer${last}`)
  }
}

export function jobFailure(
  code: string,
  message: string,
  advice = "nothing is lost: `agon resume` goes on with the job",
): RunFailure {
  return new RunFailure("trainer", code, message, advice)
}

function tailOf(log: string): string {
  if (!existsSync(log)) return ""
  return readFileSync(log, "utf8")
    .slice(-TAIL_CHARS)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
}
