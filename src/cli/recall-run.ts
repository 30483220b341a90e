import type { Hash } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { PluginRef } from "../record/recipe.ts"
import type { Finding } from "../record/tombstone.ts"
import { isOlder, newFindings, standingOf, type Trained } from "../rule/recall.ts"
import { championAt, type History, readHistory } from "../run/history.ts"
import { type Recalled, recallRun } from "../run/recall.ts"
import { readTombstones } from "../store/tombstones.ts"
import type { Store } from "../store.ts"
import type { Verifier } from "../verifier.ts"
import { withStore } from "./compose.ts"
import { recipeAt } from "./find-record.ts"
import { holdPlugins, verifiersOf } from "./plugins.ts"
import type { RunHome } from "./runs.ts"
import { sealedAnswers, sittersOf } from "./sitting.ts"

/** Which evidence is judged again; without any of these, all. */
export interface RecallFilter {
  readonly verifier: string | undefined
  readonly skill: string | undefined
  /** Only runs whose verifier of that name is of an earlier version. */
  readonly before: string | undefined
  /** Plug-ins that judge in place of a run's own of the same name. */
  readonly plugins: readonly PluginRef[]
}

/** What a recall has to know of every run: what was trained on what, and what plays. */
export interface Lineage {
  readonly home: RunHome
  readonly trained: readonly Trained[]
  readonly decided: readonly Decided[]
  readonly champion: Hash | undefined
}

/** A decision on the development set: who sat it. */
interface Decided {
  readonly round: number
  readonly isPromoted: boolean
  readonly challenger: Hash
  readonly against: Hash
}

/** A run judged again, and what is to be written of it. */
export interface RunRecall {
  readonly home: RunHome
  readonly recalled: Recalled
  /** Findings that no tombstone says yet: withdrawn, or restored. */
  readonly fresh: readonly Finding[]
}

export interface Reading {
  readonly lineage: Lineage
  /** Absent where the filter passes the run over. */
  readonly recall?: RunRecall
}

/** Reads a run, and judges it again where it is wanted. */
export async function readRun(
  home: RunHome,
  filter: RecallFilter,
  isWanted: boolean,
): Promise<Reading | undefined> {
  return withStore(home, "read", async (store) => {
    const history = await readHistory(store)
    if (history === undefined) return undefined
    const lineage = lineageOf(home, history)
    if (!isWanted || !isOfBefore(history, filter)) return { lineage }
    return { lineage, recall: await recallOf(home, store, history, filter) }
  })
}

async function recallOf(
  home: RunHome,
  store: Store,
  history: History,
  filter: RecallFilter,
): Promise<RunRecall> {
  const verifiers = await judgesAtHand(home, history, filter)
  const recalled = await recallRun({
    history,
    verifiers,
    wants: wantedBy(filter, verifiers),
    recipe: (round) => recipeAt(history, round),
    async attempts(round, problems) {
      const recipe = recipeAt(history, round.round)
      const sitters = await sittersOf(store, recipe, round, problems)
      return sitters.map(({ attempts }) => attempts)
    },
    sealed(round, checkpoint, problems) {
      return sealedAnswers(store, recipeAt(history, round), checkpoint, problems)
    },
  })
  const known = readTombstones(home.folder).map(({ finding }) => finding)
  const { keys, labels } = standingOf(known)
  const restored = [...keys.values(), ...labels.values()].flatMap(
    (finding) => recalled.standing(finding) ?? [],
  )
  const fresh = newFindings(known, [...recalled.withdrawn, ...restored])
  return { home, recalled, fresh }
}

/** Those that come with Agon; of plug-ins the run's own, or what was named in its place. */
async function judgesAtHand(
  home: RunHome,
  { opened: { recipe } }: History,
  { plugins: named }: RecallFilter,
): Promise<readonly Verifier[]> {
  await holdPlugins(home, recipe)
  const plugins = recipe.plugins?.map((own) => named.find(({ name }) => name === own.name) ?? own)
  return verifiersOf({ plugins })
}

/** A run that does not say which version judged it is not passed over. */
function isOfBefore({ opened }: History, { verifier, before }: RecallFilter): boolean {
  if (before === undefined) return true
  const version = opened.verifiers.find(({ name }) => name === verifier)?.version
  return version === undefined || isOlder(version, before)
}

/** A composed problem is a matter of every verifier that owns a skill of its parts. */
function wantedBy(
  { verifier, skill }: RecallFilter,
  verifiers: readonly Verifier[],
): (problem: Problem) => boolean {
  const skills = verifiers.flatMap((one) => one.skills.map((own) => ({ verifier: one.name, own })))
  const reach = new Set(
    skills
      .filter((one) => (skill ?? one.own.name) === one.own.name)
      .filter((one) => (verifier ?? one.verifier) === one.verifier)
      .map(({ own }) => own.name),
  )
  const composed = skills
    .filter(({ own }) => Object.values(own.parts ?? {}).some((names) => names.some(inReach)))
    .map(({ own }) => own.name)
  const wanted = new Set([...reach, ...composed])
  const isAll = verifier === undefined && skill === undefined
  function inReach(name: string): boolean {
    return reach.has(name)
  }
  return (problem) => isAll || wanted.has(problem.skill)
}

function lineageOf(home: RunHome, history: History): Lineage {
  const trained = history.rounds.flatMap(({ trained: one }) => one ?? [])
  const decided = history.rounds.flatMap(({ decided: one }) => one ?? [])
  return {
    home,
    trained: trained.map(({ kind: _, ...one }) => ({ ...one, run: home.id })),
    decided: decided.map(({ round, decision, challenger }) => ({
      round,
      isPromoted: decision === "promoted",
      challenger,
      against: championAt(history, round - 1).checkpoint,
    })),
    champion: history.champions.at(-1)?.checkpoint,
  }
}
