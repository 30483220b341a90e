import { systemFor } from "../../agents/solver/prompt.ts"
import { seatedSolver } from "../../agents/solver/seated.ts"
import type { VerifierRef } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import { hashOf } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import { type ModelSeat, Seat } from "../record/seat.ts"
import type { Finding } from "../record/tombstone.ts"
import type { History } from "../run/history.ts"
import { verifierRef } from "../run/verifier-ref.ts"
import type { BundleFile } from "../training/export/assemble.ts"
import { claimsOf } from "../training/export/claims.ts"
import type { Evidence } from "../training/export/example.ts"
import { BUNDLE_SCHEMA, type Manifest } from "../training/export/manifest.ts"
import { listed } from "../training/export/store.ts"
import type { Target } from "../training/export/target.ts"
import { solverOf } from "./export-bundle-gather.ts"
import { verifiersOf } from "./plugins.ts"
import { leftOut, type RecalledRun } from "./recall-left-out.ts"
import { seatsOf } from "./seats.ts"
import { version } from "./version.ts"

export interface AboutBundle {
  readonly history: History
  readonly role: "solver" | "proposer"
  readonly evidence: Evidence
  readonly targets: readonly Target[]
  readonly files: readonly BundleFile[]
  readonly validationPermille: number
  readonly apart: number
  readonly contamination: Manifest["contamination"]
  readonly withdrawn: readonly Finding[]
  readonly recalled?: RecalledRun | undefined
}

/** What a bundle says of itself: every field comes from the journal or from its own files. */
export function manifestOf(about: AboutBundle): Manifest {
  const { history, role, evidence, targets, files, validationPermille, apart } = about
  const { recipe, verifiers: opened, parent } = history.opened
  const players = playersOf(history)
  const verifiers = about.recalled ? opened.map((was) => atHand(was, recipe)) : opened
  const rounds = history.rounds.flatMap(({ round, curated }) => (curated ? [round] : []))
  const solver = solverOf(history) === seatedSolver ? "seated" : "prompted"
  return {
    schema: BUNDLE_SCHEMA,
    agon: version(),
    role,
    run: {
      recipe: recipe.name,
      seed: recipe.seed,
      head: history.head,
      events: history.events,
      parents: parent ? [parent.head] : [],
    },
    sequence: {
      firstRound: rounds[0] ?? 0,
      lastRound: rounds.at(-1) ?? 0,
      pairs: history.rounds.reduce((sum, { curated }) => sum + (curated?.pairs.length ?? 0), 0),
    },
    curriculum: history.rounds.findLast(({ closed }) => closed)?.closed?.curriculum ?? NOTHING,
    players,
    prompts: promptsOf(history, evidence),
    solver,
    verifiers,
    gate: gateOf(history),
    targets: targets.map(({ name }) => name),
    files: files.map(listed),
    ...claimsOf({
      ...{ role, solver, players, verifiers, evidence, targets, files, validationPermille, apart },
    }),
    contamination: about.contamination,
    ...(about.recalled && { withdrawn: leftOut(about.recalled, about.withdrawn, role) }),
    licence: "not stated: the run's owner decides",
  }
}

/** After a recall it is the judge at hand that says what every row says. */
function atHand(was: VerifierRef, recipe: Recipe): VerifierRef {
  const verifier = verifiersOf(recipe).find(({ name }) => name === was.name)
  return verifier === undefined ? was : verifierRef(verifier)
}

const NOTHING = hashOf("") // the curriculum before its first pair

function playersOf({ opened, rounds }: History): Manifest["players"] {
  const seats = Object.entries(seatsOf(opened.recipe))
  const answering = [...new Set(rounds.flatMap(({ attempted }) => attempted?.checkpoint ?? []))]
  const players: Manifest["players"] = seats.map(([role, seat]) => ({
    role,
    seat: Seat.parse(seatSaid(seat)),
    checkpoints: role === "solver" ? answering : [],
  }))
  const known = new Set(seats.map(([role]) => role))
  const embedded = { seat: { provider: "embedded" as const } }
  const { solver = embedded.seat } = opened.recipe.seats ?? {} // no model's: embedded or simulated
  if (!known.has("solver")) players.push({ role: "solver", seat: solver, checkpoints: answering })
  if (!known.has("proposer")) players.push({ role: "proposer", ...embedded, checkpoints: [] })
  return players
}

/** As the recipe says it: a trained seat's name and price are told elsewhere in it. */
function seatSaid(seat: ModelSeat): object {
  if (seat.provider !== "trained") return seat
  const { model: _, price: __, ...said } = seat
  return said
}

/** Prompts by hash: what all attempts share, and the form with its problem left out. */
function promptsOf(history: History, { offers }: Evidence): Record<string, Hash> {
  const solver = solverOf(history)
  const blank = { text: "", latex: "", format: "integer" as const }
  const system = offers[0]?.prompt.find(({ role }) => role === "system")?.content
  return {
    "solver.form": hashOf(solver.prompt({ problem: "problem_" as never, statement: blank })),
    ...(solver === seatedSolver && { "solver.system": hashOf(systemFor(false)) }),
    ...(system !== undefined && { "proposer.system": hashOf(system) }),
  }
}

function gateOf({ opened }: History): Manifest["gate"] {
  const { label, gate } = opened.recipe
  const { solveRateMin, solveRateMax, noveltyRounds } = gate
  return { label, solveRateMin, solveRateMax, noveltyRounds }
}
