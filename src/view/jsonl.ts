import type { RunEvent } from "../record/event.ts"
import { countMarks } from "./progress.ts"

/** An event for a program that watches: the same fields, with lists of records as counts. */
export function summarise(event: RunEvent): Record<string, unknown> {
  switch (event.kind) {
    case "suite.sealed":
    case "round.posed":
      return { ...event, problems: event.problems.length }
    case "round.judged":
      return { ...event, marks: countMarks(event.marks) }
    case "round.curated":
      return { ...event, pairs: event.pairs.length, rehearsed: event.rehearsed.length }
    case "proposer.taught": {
      const { policy: _policy, ...rest } = event
      return rest
    }
    case "evaluated": {
      const { marks: _marks, ...rest } = event
      return rest
    }
    case "run.opened":
    case "base.created":
    case "round.attempted":
    case "round.trained":
    case "round.decided":
    case "canaries.tried":
    case "round.measured":
    case "round.rolled-back":
    case "round.closed":
    case "run.closed":
      return event
  }
}
