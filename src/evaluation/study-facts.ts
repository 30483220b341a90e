import type { Cell } from "../agent.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { RunEvent } from "../record/event.ts"
import { hashJson } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import { addRates, NO_RATE, shareOf } from "../record/solve-rate.ts"
import { familiesIn } from "../rule/partition.ts"
import type { Decisions, RoundFacts, RunFacts, Spent } from "../rule/study-facts.ts"
import { cellsOf, championAt, type History, type RoundHistory } from "../run/history.ts"

interface Which {
  readonly id: string
  readonly space: string
  readonly arm: string
  readonly seed: number
  /** The last round that is shared with the arm's parent; 0 where there is none. */
  readonly start: number
  /** How many events of each kind the journal holds, those that a history does not keep too. */
  readonly canaries: RunFacts["canaries"]
}

/** What a study needs of a run, from its journal alone. */
export function factsOf(history: History, which: Which): RunFacts {
  const { id, space, arm, seed, start, canaries } = which
  const first = championAt(history, start)
  const last = history.champions.at(-1)!
  const measured = history.rounds.flatMap(({ closed }) => (closed ? [closed] : []))
  return {
    id,
    space,
    arm,
    seed,
    head: history.head,
    events: history.events,
    outcome: history.closed?.outcome ?? "unfinished",
    reason: history.closed?.reason ?? "",
    start: { round: start, checkpoint: first.checkpoint, test: first.results.test?.marks ?? "" },
    end: {
      checkpoint: last.checkpoint,
      test: last.results.test?.marks ?? "",
      beyond: last.results.beyond?.marks ?? "",
    },
    suites: Object.fromEntries(
      [...history.suites].map(([name, { hash, problems }]) => [
        name,
        { hash, problems: problems.length },
      ]),
    ),
    rounds: history.rounds.map((round) => roundFacts(history, round)),
    spent: spentIn(history),
    decisions: decisionsIn(history),
    leaks: leaksIn(history),
    canaries,
    forgetting: forgettingIn(history),
    drift: { first: { ...measured[0]?.drift }, last: { ...measured.at(-1)?.drift } },
    alarms: tallyOf(measured.flatMap(({ alarms }) => alarms)),
  }
}

function tallyOf(names: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(names, (name) => name)
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.length]))
}

function roundFacts(history: History, round: RoundHistory): RoundFacts {
  const { curated, judged, challenger, decided } = round
  const test = championAt(history, round.round).results.test
  const rate = (judged?.cells ?? []).map((cell) => cell.rate).reduce(addRates, NO_RATE)
  return {
    round: round.round,
    posed: hashJson(round.posed.problems.map(({ id }) => id)),
    test: test ? shareOf(test.rate, 0) : 0,
    ...(challenger && { development: shareOf(challenger.rate, 0) }),
    solveRate: shareOf(rate, 0),
    examples: examplesIn(history, round),
    labels: curated?.audit.checked ?? 0,
    labelErrors: curated?.audit.errors ?? 0,
    decision: decided?.decision ?? "none",
  }
}

/** A shared round was trained under the recipe of the run that played it. */
function examplesIn({ opened }: History, { round, trained }: RoundHistory): number {
  return (trained?.steps ?? 0) * (rulingRecipe(opened, round).training?.batch ?? 0)
}

function rulingRecipe({ recipe, parent }: History["opened"], round: number) {
  return parent?.history.find(({ until }) => round <= until)?.recipe ?? recipe
}

function spentIn(history: History): Spent {
  const { rounds } = history
  const sum = (count: (round: RoundHistory) => number) =>
    rounds.reduce((total, round) => total + count(round), 0)
  return {
    problems: sum(({ posed }) => posed.problems.length),
    attempts: sum(({ attempted }) => attempted?.attempts ?? 0),
    solverTokens: sum(({ attempted }) => attempted?.tokens ?? 0),
    examples: sum((round) => examplesIn(history, round)),
    trainingTokens: sum(({ trained }) => trained?.tokens ?? 0),
  }
}

function decisionsIn(history: History): Decisions {
  const { rounds } = history
  const sum = (count: (round: RoundHistory) => number) =>
    rounds.reduce((total, round) => total + count(round), 0)
  const tally = (counts: Readonly<Record<string, number>> = {}) =>
    Object.values(counts).reduce((total, one) => total + one, 0)
  const decided = (name: string) => sum(({ decided }) => (decided?.decision === name ? 1 : 0))
  return {
    drafted: sum(({ posed }) => posed.drafted),
    posed: sum(({ posed }) => posed.problems.length),
    refused: sum(({ posed }) => tally(posed.refused)),
    verdicts: sum(({ judged }) => (judged?.marks ?? []).join("").length),
    undecided: sum(({ judged }) => [...(judged?.marks ?? []).join("")].filter(isU).length),
    kept: sum(({ curated }) => curated?.pairs.length ?? 0),
    held: sum(({ curated }) => tally(curated?.held)),
    policySteps: rounds.filter((round, at) => isLearnt(history, round, rounds[at - 1])).length,
    jobs: sum(({ trained }) => (trained ? 1 : 0)),
    promoted: decided("promoted"),
    notPromoted: decided("held"),
    rolledBack: decided("rolled-back"),
    approvals: sum(({ decided: one }) => (one !== undefined && "approval" in one ? 1 : 0)),
  }
}

/** Whether a policy that poses was moved: a fixed rule has none, and a frozen one stays. */
function isLearnt(history: History, round: RoundHistory, before?: RoundHistory): boolean {
  const { policy, follow } = rulingRecipe(history.opened, round.round).proposer
  if (policy !== "learned" || follow !== undefined || round.taught === undefined) return false
  return canonicalJson(round.taught.policy) !== canonicalJson(before?.taught?.policy ?? null)
}

function isU(mark: string): boolean {
  return mark === "u"
}

/** The screen refuses sealed families as they are drafted; here the journal is asked whether. */
function leaksIn({ rounds, suites }: History): RunFacts["leaks"] {
  const sealed = [...suites.values()].flatMap(({ problems }) => problems)
  const forms = new Set(sealed.map(({ canonical }) => canonical))
  const families = new Set(sealed.flatMap(({ family }) => familiesIn(family)))
  const posed = rounds.flatMap((round) => round.posed.problems)
  return {
    checked: posed.length,
    forms: posed.filter(({ canonical }) => forms.has(canonical)).length,
    families: posed.filter(({ family }) => familiesIn(family).some((one) => families.has(one)))
      .length,
  }
}

/** Chaudhry et al. 2018 (arXiv 1801.10112), eq. 3: the best earlier share minus the last. */
function forgettingIn({ rounds, suites }: History): Record<string, number> {
  const development = suites.get("development")?.problems ?? []
  const history = rounds.flatMap(({ challenger }) =>
    challenger ? [sharesBySkill(development, challenger.marks)] : [],
  )
  const last = history.at(-1)
  if (last === undefined) return {}
  return Object.fromEntries(
    [...last].map(([skill, share]) => {
      const best = Math.max(...history.map((shares) => shares.get(skill) ?? 0))
      return [skill, best - share]
    }),
  )
}

function sharesBySkill(problems: readonly Problem[], marks: string): Map<string, number> {
  const rates = new Map<string, Cell["rate"]>()
  for (const { skill, rate } of cellsOf(problems, marks)) {
    rates.set(skill, addRates(rates.get(skill) ?? NO_RATE, rate))
  }
  return new Map([...rates].map(([skill, rate]) => [skill, shareOf(rate, 0)]))
}

/** Canaries that were planted, and those that something accepted. */
export function countCanaries(events: readonly RunEvent[]): RunFacts["canaries"] {
  let planted = 0
  let accepted = 0
  for (const event of events) {
    if (event.kind !== "canaries.tried") continue
    for (const trial of event.trials) {
      planted += trial.planted
      accepted += trial.accepted.length
    }
  }
  return { planted, accepted }
}
