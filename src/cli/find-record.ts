import { existsSync, statSync } from "node:fs"
import type { Job } from "../record/job.ts"
import type { Problem } from "../record/problem.ts"
import { RunFailure } from "../run/failure.ts"
import { type History, readHistory } from "../run/history.ts"
import type { Store } from "../store.ts"
import { withStore } from "./compose.ts"
import { UsageError } from "./exit.ts"
import { holdPlugins } from "./plugins.ts"
import type { RunHome } from "./runs.ts"
import { type Sitter, sittersOf } from "./sitting.ts"
import { clean, note } from "./terminal.ts"

/** What an id names, within its run. */
export type Found =
  | { readonly kind: "problem"; readonly id: string; readonly problem: Problem }
  | { readonly kind: "job"; readonly id: string; readonly job: Job["id"] }

export interface Place {
  readonly home: RunHome
  readonly history: History
  readonly found: Found
}

const KINDS = ["problem", "pair", "attempt", "call", "job"] as const
const CANDIDATES_SHOWN = 5

/** Finds an id, or the only id that begins so, in these runs, newest first. */
export async function findRecord<Value>(
  homes: readonly RunHome[],
  typed: string,
  use: (place: Place, store: Store) => Promise<Value>,
): Promise<Value> {
  const match = /^(problem|pair|attempt|call|job)_[0-9a-f]{1,24}$/.exec(typed)
  if (match === null) {
    throw new UsageError(
      `${typed} is not an id`,
      `an id begins with ${KINDS.map((kind) => `${kind}_`).join(", ")}, then hexadecimal digits`,
    )
  }
  for (const home of newestFirst(homes)) {
    const answer = await withStore(home, "read", async (store) => {
      if (!(await mayHold(store, typed, match[1]!))) return undefined
      const history = await readHistory(store)
      if (history !== undefined) await holdPlugins(home, history.opened.recipe)
      const found = history && (await findIn(store, history, typed))
      return found && { value: await use({ home, history, found }, store) }
    }).catch((error: unknown) => {
      if (homes.length === 1 || !(error instanceof RunFailure)) throw error
      note(`run ${home.id} is passed over: ${clean(error.message)}`)
      return undefined
    })
    if (answer !== undefined) return answer.value
  }
  throw new UsageError(
    `no run has anything called ${typed}`,
    "`agon export <run>` lists the pairs of a run with their ids",
  )
}

function newestFirst(homes: readonly RunHome[]): RunHome[] {
  const written = homes.flatMap((home) =>
    existsSync(home.journal) ? [{ home, at: statSync(home.journal).mtimeMs }] : [],
  )
  return written.sort((a, b) => b.at - a.at).map(({ home }) => home)
}

/** A quick look at the text, before a journal is read in earnest. */
async function mayHold(store: Store, typed: string, kind: string): Promise<boolean> {
  if (kind === "attempt") return true
  if (kind === "call") {
    for await (const { id } of store.outcomes()) if (id.startsWith(typed)) return true
    return false
  }
  for await (const { body } of store.read(0)) if (body.includes(`"${typed}`)) return true
  return false
}

async function findIn(store: Store, history: History, typed: string): Promise<Found | undefined> {
  const matches = new Map<string, Found>()
  const take = (id: string, found: Found) => {
    if (id.startsWith(typed)) matches.set(id, found)
  }
  for await (const [id, found] of idsIn(store, history, typed)) take(id, found)
  if (matches.size <= 1) return [...matches.values()][0]
  const some = [...matches.keys()].slice(0, CANDIDATES_SHOWN)
  const dots = matches.size > some.length ? ", …" : ""
  throw new UsageError(`${matches.size} ids begin with ${typed}: ${some.join(", ")}${dots}`)
}

async function* idsIn(
  store: Store,
  history: History,
  typed: string,
): AsyncIterable<readonly [string, Found]> {
  const problem = (id: string, problem: Problem) =>
    [id, { kind: "problem", id, problem } as const] as const
  if (typed.startsWith("problem_")) {
    for (const suite of history.suites.values()) {
      for (const sealed of suite.problems) yield problem(sealed.id, sealed)
    }
  }
  for (const round of history.rounds) {
    const { problems } = round.posed
    const byId = new Map(problems.map((posed) => [posed.id, posed]))
    for (const posed of problems) yield problem(posed.id, posed)
    for (const pair of round.curated?.pairs ?? []) {
      yield problem(pair.id, byId.get(pair.problem)!)
    }
    const { trained } = round
    if (trained) yield [trained.job, { kind: "job", id: trained.job, job: trained.job }] as const
    if (!/^(attempt|call)_/.test(typed)) continue
    const recipe = recipeAt(history, round.round)
    for (const sitter of await sittersOf(store, recipe, round, problems)) {
      for (const id of idsOf(sitter)) yield problem(id, sitter.problem)
    }
  }
}

function idsOf({ call, attempts }: Sitter): string[] {
  return [call, ...attempts.flatMap((attempt) => [attempt.id, attempt.call])]
}

/** The recipe that ruled a round: a fork's ancestors rule the rounds before its cut. */
export function recipeAt({ opened }: History, round: number) {
  return opened.parent?.history.find(({ until }) => round <= until)?.recipe ?? opened.recipe
}
