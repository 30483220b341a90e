import { formaliser } from "../../agents/formaliser/formaliser.ts"
import { briefFor, replySchema, systemFor } from "../../agents/proposer/brief.ts"
import { goalsFor } from "../../agents/proposer/goal.ts"
import { EMPTY_NOTEBOOK } from "../../agents/proposer/notebook.ts"
import { CORRECTIONS_MAX } from "../../agents/proposer/seated.ts"
import { heldTo } from "../../agents/seated-call.ts"
import { promptWith, systemFor as solverSystem, VARIANT_COUNT } from "../../agents/solver/prompt.ts"
import type { Ask, Cell, Player, SkillOffer } from "../agent.ts"
import { sealSuites } from "../evaluation/suite.ts"
import { cardOf, claudeTraits } from "../model/card.ts"
import type { Role } from "../record/call.ts"
import { type Problem, question } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { type FixedSeat, type ModelSeat, seatCheckpoint } from "../record/seat.ts"
import {
  attemptsPerProblem,
  proposerCalls,
  type Range,
  type RoleWork,
  rangeOf,
} from "../rule/estimate.ts"
import { onLadder } from "../rule/ladder.ts"
import { type Price, priceOf } from "../rule/price.ts"
import { randomStream } from "../rule/random.ts"
import { isRefusal } from "../rule/screen.ts"
import { mean } from "../rule/statistics.ts"
import { offersOf } from "../run/desk.ts"
import { problemFrom } from "../run/screen.ts"
import { samplingOf } from "../run/solve.ts"
import type { Verifier } from "../verifier.ts"
import { verifiersOf } from "./plugins.ts"
import { seatsOf } from "./seats.ts"
import { toolsFor } from "./tools.ts"

/** What every role with a model is asked, measured on prompts that are built as a run builds. */
export function workOf(recipe: Recipe): Partial<Record<Role, RoleWork>> {
  const seats = seatsOf(recipe)
  const offers = offersOf({ recipe, verifiers: verifiersOf(recipe) })
  const problems = sampleProblems(offers, verifiersOf(recipe))
  return {
    ...(seats.proposer && { proposer: proposing(recipe, seats.proposer, offers, problems) }),
    ...(seats.solver && { solver: solving(recipe, seats.solver, offers, problems) }),
    ...(seats.formaliser && {
      formaliser: formalising(recipe, seats.formaliser, offers, problems),
    }),
  }
}

export const FAULT_BYTES: Range = { low: 0, likely: 200, high: 1_200 } // of what a correction tells
export const SOLUTION_BYTES: Range = { low: 20, likely: 800, high: 8_000 } // of one attempt's words
export const THOUGHT_FACTOR = 4 // a model that thinks as it sees fit writes a few times as much
export const USES = { low: 0, likely: 0.5 } // tool turns of an attempt, up to its seat's limit
export const RESULT_BYTES: Range = { low: 0, likely: 100, high: 1_000 } // of what a tool says

function proposing(
  recipe: Recipe,
  seat: FixedSeat,
  offers: readonly SkillOffer[],
  problems: readonly Problem[],
): RoleWork {
  const isWritten = recipe.proposer.wording === "written"
  const bare = askFor(recipe, offers, [])
  const goals = goalsFor(bare, EMPTY_NOTEBOOK, recipe.problemsPerRound)
  const told = askFor(recipe, offers, everyCell(offers))
  const refusals = new Array<string>(6).fill("x".repeat(FAULT_BYTES.likely))
  const schema = mean(goals.map((goal) => heldBytes(replySchema(goal, isWritten), seat)))
  const barest = mean(goals.map((goal) => bytesOf(briefFor(bare, goal, []))))
  const fullest = mean(goals.map((goal) => bytesOf(briefFor(told, goal, refusals))))
  const perCall = mean(goals.map(({ count }) => count))
  const words = isWritten ? mean(problems.map(({ statement }) => bytesOf(statement.text))) : 0
  const proposal = mean(
    problems.map(({ spec, answer }) => bytesOf(JSON.stringify({ spec, answer }))),
  )
  const reply = perCall * (proposal + 2 * words)
  const replyBytes = { low: 0.5 * reply, likely: thought(seat, 1.2 * reply), high: 4 * reply }
  const perRound = proposerCalls(goals.length, CORRECTIONS_MAX, recipe.proposer.tries)
  return {
    ...common(seat),
    calls: rangeOf((end) => recipe.rounds * perRound[end]),
    sharedBytes: bytesOf(systemFor(isWritten)),
    ownBytes: { low: barest, likely: (barest + fullest) / 2 + schema, high: fullest + schema },
    // A correction sends the reply again and what was wrong with it; two corrections do it twice.
    againBytes: {
      low: 0,
      likely: (replyBytes.likely + FAULT_BYTES.likely) / 3,
      high: replyBytes.high + FAULT_BYTES.high,
    },
    replyBytes,
  }
}

function solving(
  recipe: Recipe,
  seat: ModelSeat,
  offers: readonly SkillOffer[],
  problems: readonly Problem[],
): RoleWork {
  const card = cardOf(seat)
  const tools = card.knobs.includes("tools") ? toolsFor(recipe) : []
  const suites = [...sealSuites(recipe, offers, verifiersOf(recipe)).values()]
  const sealed = suites.reduce((sum, suite) => sum + suite.problems.length, 0)
  const each = attemptsPerProblem(recipe.attempts, samplingOf(recipe))
  const turns = tools.length === 0 ? 0 : seat.toolTurnsMax
  const variants = card.knobs.includes("temperature") ? 1 : VARIANT_COUNT
  const prompts = problems.map((problem, at) =>
    bytesOf(promptWith(question(problem), at % variants)),
  )
  const own = mean(prompts)
  const offered = tools.map(({ name, about, input }) => JSON.stringify({ name, about, input }))
  const solution = { ...SOLUTION_BYTES, likely: thought(seat, SOLUTION_BYTES.likely) }
  const extra = rangeOf((end) => Math.min(turns, end === "high" ? turns : USES[end]))
  return {
    ...common(seat, "solver"),
    calls: rangeOf((end) => {
      const attempts = sealed + recipe.rounds * recipe.problemsPerRound * each[end]
      return Math.ceil(attempts * (1 + extra[end]))
    }),
    sharedBytes: bytesOf(solverSystem(turns > 0)) + bytesOf(offered.join("")),
    ownBytes: { low: 0.8 * own, likely: own, high: Math.max(...prompts) },
    againBytes: rangeOf((end) => (extra[end] / 2) * (solution[end] + RESULT_BYTES[end])),
    replyBytes: solution,
  }
}

function formalising(
  recipe: Recipe,
  seat: FixedSeat,
  offers: readonly SkillOffer[],
  problems: readonly Problem[],
): RoleWork {
  const player = playerOf(seat)
  const calls = problems.map(({ statement }) => formaliser.call(statement.text, offers, player))
  const own = mean(calls.map(({ prompt }) => bytesOf(prompt)))
  const schema = mean(calls.map((call) => (call.schema ? bytesOf(JSON.stringify(call.schema)) : 0)))
  const spec = mean(problems.map((problem) => bytesOf(JSON.stringify(problem.spec))))
  const planned = goalsFor(askFor(recipe, offers, []), EMPTY_NOTEBOOK, recipe.problemsPerRound)
  const drafts = proposerCalls(planned.length, CORRECTIONS_MAX, recipe.proposer.tries)
  const perRound = {
    low: recipe.problemsPerRound,
    likely: 1.25 * recipe.problemsPerRound, // one in five is read back as something else
    high: drafts.high * mean(planned.map(({ count }) => count)),
  }
  return {
    ...common(seat),
    calls: rangeOf((end) => Math.ceil(recipe.rounds * perRound[end])),
    sharedBytes: bytesOf(calls[0]?.system ?? ""),
    ownBytes: { low: own, likely: own + schema, high: 1.5 * own + schema },
    againBytes: { low: 0, likely: 0, high: 0 },
    replyBytes: { low: 0.5 * spec, likely: thought(seat, spec + 12), high: 4 * spec },
  }
}

function common(seat: ModelSeat, role?: Role) {
  const price: Price | undefined = priceOf(seat.provider, seat.model, seat.price as never)
  const batch = role === "solver" && seat.provider === "anthropic" && seat.batch
  return { maxTokens: seat.maxTokens, price, batch }
}

function askFor(recipe: Recipe, offers: readonly SkillOffer[], frontier: readonly Cell[]): Ask {
  return {
    round: 1,
    count: recipe.problemsPerRound,
    recipe,
    policy: EMPTY_NOTEBOOK as never,
    offers,
    frontier,
    random: randomStream(recipe.seed, "estimate"),
    screen: () => Promise.reject(new Error("an estimate screens nothing")),
  }
}

/** A frontier in which everything is known: the longest that a brief says of it. */
function everyCell(offers: readonly SkillOffer[]): Cell[] {
  return offers.flatMap(({ skill }) =>
    skill.levels.map((_, at) => {
      return { skill: skill.name, level: at + 1, rate: { correct: 10, tried: 20 } }
    }),
  )
}

const SAMPLES_PER_LEVEL = 2

/** Problems of all skills and levels: what a run's own will be like. */
function sampleProblems(offers: readonly SkillOffer[], verifiers: readonly Verifier[]): Problem[] {
  const random = randomStream(0, "estimate problems")
  const lineage = { round: 0, seat: 0, move: "fresh" } as const
  return offers.flatMap((offer) => {
    const verifier = verifiers.find(({ name }) => name === offer.verifier)!
    const skill = onLadder(offer.skill)
    return skill.levels.flatMap((rung) =>
      Array.from({ length: SAMPLES_PER_LEVEL }, () =>
        problemFrom(verifier, skill, skill.sample(rung, random), 0, lineage),
      ).filter((one): one is Problem => !isRefusal(one)),
    )
  })
}

function playerOf(seat: FixedSeat): Player {
  return {
    seat,
    card: cardOf(seat),
    checkpoint: seatCheckpoint(seat),
    complete: () => Promise.reject(new Error("an estimate asks nobody")),
  }
}

function heldBytes(schema: Parameters<typeof heldTo>[0], seat: FixedSeat): number {
  const held = heldTo(schema, playerOf(seat)).schema
  return held === undefined ? 0 : bytesOf(JSON.stringify(held))
}

function thought(seat: ModelSeat, bytes: number): number {
  return seat.provider === "anthropic" && claudeTraits(seat.model).thinksAdaptively
    ? THOUGHT_FACTOR * bytes
    : bytes
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}
