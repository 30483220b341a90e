import type { Posed } from "../agent.ts"
import type { EventOf } from "../record/event.ts"
import type { Hash, ProblemId } from "../record/id.ts"
import { type Problem, question } from "../record/problem.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { randomStream, shuffled } from "../rule/random.ts"
import { type Desk, recipeFor, verifierNamed } from "./desk.ts"
import { rateOf, verdictOn } from "./judge.ts"
import type { Memory } from "./memory.ts"
import { hallOf, sitIn } from "./sit.ts"

/** A label that was proved again this round, and whether it was right. */
export interface Labelled {
  readonly problem: ProblemId
  readonly isWrong: boolean
}

type Cells = EventOf<"round.measured">["crossPlay"]

/**
 * What tells how a run drifts and is no single number: the forms of answers, the label audit by
 * level, and cross-play. No decision reads any of it.
 */
export async function measure(
  desk: Desk,
  memory: Memory,
  { admitted }: Posed,
  labelled: readonly Labelled[],
): Promise<Memory> {
  const { round } = memory
  const { crossPlay, ...played } = await playAcross(desk, memory, admitted)
  const formats: Record<string, number> = {}
  for (const { statement } of admitted) {
    formats[statement.format] = (formats[statement.format] ?? 0) + 1
  }
  const labels = labelsByLevel(admitted, labelled)
  await desk.journal.record({ kind: "round.measured", round, formats, labels, crossPlay })
  return { ...memory, ...played }
}

function labelsByLevel(admitted: readonly Problem[], labelled: readonly Labelled[]) {
  const levels = new Map(admitted.map(({ id, level }) => [id, level]))
  const counts = new Map<number, { level: number; checked: number; errors: number }>()
  for (const { problem, isWrong } of labelled) {
    const level = levels.get(problem)!
    const { checked, errors } = counts.get(level) ?? { checked: 0, errors: 0 }
    counts.set(level, { level, checked: checked + 1, errors: errors + (isWrong ? 1 : 0) })
  }
  return [...counts.values()].sort((a, b) => a.level - b.level)
}

/**
 * Solver i on round j's problems, as far as it is not known yet: the kept champions on a sample of
 * this round, and one that has just been promoted on the samples of the rounds before.
 */
async function playAcross(
  desk: Desk,
  memory: Memory,
  admitted: readonly Problem[],
): Promise<Pick<Memory, "champions" | "samples"> & { readonly crossPlay: Cells }> {
  const { round, champion } = memory
  const { seed, drift } = recipeFor(desk, round)
  const isNew = !memory.champions.includes(champion)
  const champions = isNew ? [...memory.champions, champion] : memory.champions
  // Only weights on this machine are put on and off for nothing.
  if (drift.problems === 0 || desk.seats.solver !== undefined) {
    return { champions, samples: memory.samples, crossPlay: [] }
  }
  const sample = shuffled(admitted, randomStream(seed, "drift", round)).slice(0, drift.problems)
  const samples = new Map([...memory.samples, [round, sample] as const])
  const players = playersOf(champions, drift.players)
  const columns = players.map((player) => ({ player, rounds: [round] }))
  const before = [...memory.samples.keys()]
  const sittings = isNew ? [...columns, { player: champion, rounds: before }] : columns
  const crossPlay: Cells = []
  for (const { player, rounds } of sittings) {
    crossPlay.push(...(await sitSamples(desk, player, rounds, samples)))
  }
  return { champions, samples, crossPlay }
}

/** The first that was promoted, a fixed reference for all rounds, and the latest. */
function playersOf(champions: readonly Hash[], max: number): readonly Hash[] {
  const reference = champions[1] ?? champions[0]!
  const latest = champions.slice(1).slice(1 - max)
  return [...new Set([reference, ...latest])]
}

async function sitSamples(
  desk: Desk,
  checkpoint: Hash,
  rounds: readonly number[],
  samples: ReadonlyMap<number, readonly Problem[]>,
): Promise<Cells> {
  const problems = rounds.flatMap((round) => samples.get(round)!)
  if (problems.length === 0) return []
  const { maxTokens } = desk.recipe
  const replies = await sitIn(hallOf(desk), {
    questions: problems.map(question),
    checkpoint,
    samples: 1,
    temperature: 0,
    maxTokens,
    seed: () => 0,
  })
  const rates = problems.map((problem, at): SolveRate => {
    const answer = replies[at]!.answers[0]!
    const verdict = verdictOn(verifierNamed(desk, problem.verifier), problem, answer)
    return rateOf([{ answer, verdict }])
  })
  let next = 0
  return rounds.map((round) => {
    const own = rates.slice(next, next + samples.get(round)!.length)
    next += own.length
    const sum = (name: keyof SolveRate) => own.reduce((total, rate) => total + rate[name], 0)
    return { checkpoint, round, rate: { correct: sum("correct"), tried: sum("tried") } }
  })
}
