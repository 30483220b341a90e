import { tailOf } from "../log.ts"
import type { JobProgram } from "../record/job.ts"
import { RunFailure } from "../run/failure.ts"
import type { JobState } from "../trainer.ts"
import type { JobEnd, JobFolder } from "./job-folder.ts"

/** Why a job ended without a checkpoint, with the last words of its program. */
export function endFailure(
  end: JobEnd,
  { log }: JobFolder,
  { minutesMax }: JobProgram,
): RunFailure {
  const said = tailOf(log)
  const { fault } = end
  const unkept = fault === undefined ? "" : `; its log could not be written: ${fault}`
  const last = `${unkept}${said === "" ? "" : `; its last words: ${said}`}`
  const cause = fault === "ENOSPC" ? "there is room on the disk" : "the cause is gone"
  switch (end.outcome) {
    case "exited":
      return jobFailure(
        "program-failed",
        `the trainer ended by ${end.signal ?? `exit code ${end.code}`}${last}`,
        `see ${log}; when ${cause}, \`agon resume\` runs the job again`,
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

/** A failure as a job's state; what is no failure of ours has the system's word, or is a bug. */
export function failedState(error: Error): JobState & { readonly state: "failed" } {
  const system = (error as NodeJS.ErrnoException).code ?? "bug"
  const code = error instanceof RunFailure ? error.code : system
  return { state: "failed", code, reason: error.message }
}
