import type { Cell } from "../agent.ts"
import type { EventOf, RunEvent, Tally } from "../record/event.ts"
import type { Recipe } from "../record/recipe.ts"
import { isFixedSeat, simulationIn } from "../record/seat.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { mergeFrontier } from "../rule/frontier.ts"
import type { Stage } from "../run/desk.ts"
import type { TrainingProgress } from "../trainer.ts"
import { type CallsNow, repliesOf } from "./calls.ts"

/** What a live view knows: counts and rates, never the problems themselves. */
export interface Progress {
  readonly recipe: Recipe
  readonly round: number
  readonly stage: Stage
  readonly training: TrainingProgress | undefined
  readonly funnel: Funnel
  readonly frontier: readonly Cell[]
  /** The champion on the sealed test set, by the round from which it played. */
  readonly champions: readonly { readonly round: number; readonly rate: SolveRate }[]
  readonly decisions: readonly EventOf<"round.decided">[]
  readonly challenger: SolveRate | undefined
  readonly audit: { readonly checked: number; readonly errors: number }
  /** What was planted in the run so far, and how much of it was not stopped. */
  readonly canaries: { readonly planted: number; readonly passed: number }
  readonly tokens: number
  readonly alarms: readonly string[]
  /** Events and rounds of an earlier session, gone through again. */
  readonly recalled: { readonly events: number; readonly rounds: number }
  readonly closedRounds: number
  readonly ending: EventOf<"run.closed"> | undefined
  /** What passes between the run and its models; undefined where no model has a seat. */
  readonly calls: CallsNow | undefined
  /** Replies that had come when the stage began. */
  readonly repliesBefore: number
  /** A sentence about the run itself, of which whoever watches should know. */
  readonly notice: string | undefined
  /** New pairs of the whole run. */
  readonly pairs: number
}

/** One round from drafts to kept pairs; parts that have not happened yet are undefined. */
export interface Funnel {
  readonly drafted?: number
  readonly posed?: number
  readonly refused?: Tally
  readonly attempts?: number
  readonly correct?: number
  readonly undecided?: number
  readonly kept?: number
  /** Problems that made no pair, by reason. */
  readonly held?: Tally
  /** Kept in an earlier round, and now trained on once more. */
  readonly rehearsed?: number
}

export function beginProgress(recipe: Recipe): Progress {
  return {
    recipe,
    round: 0,
    stage: "opening",
    training: undefined,
    funnel: {},
    frontier: [],
    champions: [],
    decisions: [],
    challenger: undefined,
    audit: { checked: 0, errors: 0 },
    canaries: { planted: 0, passed: 0 },
    tokens: 0,
    alarms: [],
    recalled: { events: 0, rounds: 0 },
    closedRounds: 0,
    ending: undefined,
    calls: undefined,
    repliesBefore: 0,
    notice: undefined,
    pairs: 0,
  }
}

/** Whether the solver is a model whose weights nobody here trains. */
export function isModelRun({ seats }: Pick<Recipe, "seats">): boolean {
  return isFixedSeat(seats?.solver)
}

/** Whether answers and training are simulated, by a player that knows every key. */
export function isSimulatedRun({ seats }: Pick<Recipe, "seats">): boolean {
  return simulationIn(seats?.solver) !== undefined
}

export function enterStage(progress: Progress, stage: Stage, round: number): Progress {
  const repliesBefore = progress.calls ? repliesOf(progress.calls) : 0
  return { ...progress, stage, round, training: undefined, repliesBefore }
}

export function takeEvent(progress: Progress, event: RunEvent, isNew: boolean): Progress {
  const next = { ...progress, ...changeBy(progress, event) }
  if (isNew) return next
  const { events, rounds } = progress.recalled
  const closed = event.kind === "round.closed" ? 1 : 0
  return { ...next, recalled: { events: events + 1, rounds: rounds + closed } }
}

function changeBy(progress: Progress, event: RunEvent): Partial<Progress> {
  switch (event.kind) {
    case "run.opened":
    case "suite.sealed":
    case "base.created":
    case "proposer.taught":
    case "round.trained":
    case "round.measured":
      return {}
    case "canaries.tried": {
      const planted = event.trials.reduce((sum, trial) => sum + trial.planted, 0)
      const passed = event.trials.reduce((sum, trial) => sum + trial.accepted.length, 0)
      const before = progress.canaries
      return { canaries: { planted: before.planted + planted, passed: before.passed + passed } }
    }
    case "round.rolled-back":
      return { notice: `round ${event.round} was taken back: ${event.reason}` }
    case "round.posed": {
      const { drafted, refused, problems } = event
      return { funnel: { drafted, refused, posed: problems.length }, challenger: undefined }
    }
    case "round.attempted":
      return { funnel: { ...progress.funnel, attempts: event.attempts } }
    case "round.judged": {
      const { correct, undecided } = countMarks(event.marks)
      return {
        funnel: { ...progress.funnel, correct, undecided },
        frontier: mergeFrontier(progress.frontier, event.cells),
      }
    }
    case "round.curated": {
      const checked = progress.audit.checked + event.audit.checked
      const errors = progress.audit.errors + event.audit.errors
      const { pairs, rehearsed, held } = event
      const funnel = { ...progress.funnel, kept: pairs.length, rehearsed: rehearsed.length, held }
      return { funnel, audit: { checked, errors }, pairs: progress.pairs + pairs.length }
    }
    case "evaluated":
      if (event.suite === "development") return { challenger: event.rate }
      if (event.suite === "beyond") return {}
      return { champions: [...progress.champions, { round: event.round, rate: event.rate }] }
    case "round.decided":
      return { decisions: [...progress.decisions, event] }
    case "round.closed":
      return {
        tokens: event.tokens,
        alarms: event.alarms,
        closedRounds: progress.closedRounds + 1,
      }
    case "run.closed":
      return { ending: event }
  }
}

/** How often each letter stands in a list of marks. */
export function countMarks(marks: readonly string[]) {
  const tally = { correct: 0, incorrect: 0, undecided: 0 }
  for (const mark of marks.join("")) {
    if (mark === "c") tally.correct++
    else if (mark === "i") tally.incorrect++
    else tally.undecided++
  }
  return tally
}

/** Problems with a solve rate that the gate would keep, whatever else kept them out. */
export function bandOf(posed: number, held: Tally | undefined): number {
  if (held === undefined) return 0
  const outside = ["below-band", "above-band", "undecided"]
  return outside.reduce((left, reason) => left - (held[reason] ?? 0), posed)
}
