import { canonicalJson } from "../record/canonical.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Arm, Settings, Study } from "../record/study.ts"
import { expressArm, withSettings } from "../rule/study-arms.ts"
import { changeOfWorld } from "./change-of-world.ts"
import { UsageError } from "./exit.ts"
import { parseRecipe } from "./recipe.ts"

/** One run of a study: an arm in a space under a seed. */
export interface PlannedRun {
  readonly id: string
  readonly space: string
  readonly arm: string
  readonly seed: number
  readonly recipe: Recipe
  readonly from?: { readonly run: string; readonly at: number }
  readonly follow?: string
  /** The last round before the arms part ways: where the arm begins, or others leave it. */
  readonly start: number
}

export const ONLY_SPACE = "main"

/** Every run of a study, those that others need first; or why an arm says nothing. */
export function planRuns(study: Study): PlannedRun[] {
  refuseUnknown(study)
  const spaces = study.spaces ?? [{ name: ONLY_SPACE, set: {} }]
  const recipes = spaces.map(({ set }) => study.arms.map((arm) => recipeOf(study, set, arm)))
  for (const own of recipes) refuseTwins(study.arms, own)
  refuseTwinSpaces(spaces, recipes)
  const runs = spaces.flatMap((space, at) =>
    study.seeds.flatMap((seed) =>
      study.arms.map((arm, index): PlannedRun => {
        const idOf = (other: string) => `${space.name}-${other}-s${seed}`
        return {
          id: idOf(arm.name),
          space: space.name,
          arm: arm.name,
          seed,
          recipe: { ...recipes[at]![index]!, seed },
          start: startOf(arm, study.arms),
          ...(arm.from && { from: { run: idOf(arm.from.arm), at: arm.from.at } }),
          ...(arm.follow && { follow: idOf(arm.follow) }),
        }
      }),
    ),
  )
  refuseOneName(runs)
  for (const run of runs) refuseOtherPast(run, runs)
  return inOrder(runs)
}

/** An arm cannot share rounds that other players would have played. */
function refuseOtherPast({ arm, from, recipe }: PlannedRun, runs: readonly PlannedRun[]): void {
  const parent = runs.find(({ id }) => id === from?.run)
  const change = parent && changeOfWorld(parent.recipe, recipe)
  if (change === undefined) return
  throw new UsageError(
    `arm ${arm} shares rounds with arm ${parent!.arm}, and has other ${change}`,
    "leave `from` out: then it plays all its rounds itself",
  )
}

function startOf({ name, from }: Arm, arms: readonly Arm[]): number {
  if (from !== undefined) return from.at
  const left = arms.flatMap((arm) => (arm.from?.arm === name ? [arm.from.at] : []))
  return left.length === 0 ? 0 : Math.min(...left)
}

/** The runs that a run waits for. */
export function needsOf({ from, follow }: PlannedRun): string[] {
  return [from?.run, follow].filter((id) => id !== undefined)
}

/** An arm's recipe in a space, under any of the study's seeds. */
function recipeOf(study: Study, space: Settings, arm: Arm): Recipe {
  for (const set of [space, arm.set ?? {}]) {
    if ("seed" in set) throw new UsageError(`arm ${arm.name}: seeds are the study's, not an arm's`)
  }
  const base = withSettings(withSettings(study.recipe, { name: study.name }), space) as Settings
  const named = arm.is === undefined ? base : expressArm(arm.is, base)
  if (typeof named === "string") {
    throw new UsageError(
      `arm ${arm.name}: ${arm.is} ${named}`,
      `leave the arm out of study ${study.name}, or give its recipe what the arm needs`,
    )
  }
  const whole = withSettings(named, arm.set ?? {}) as Settings
  if (whole.plugins !== undefined) throw hasPlugins(study)
  const seed = study.seeds[0]!
  const recipe = parseRecipe({ ...whole, seed }, `arm ${arm.name} of study ${study.name}`)
  refusePastEnd(arm, recipe)
  return recipe
}

/** A study's arms are examined by Agon's own verifiers alone. */
function hasPlugins({ name }: Study): UsageError {
  return new UsageError(
    `study ${name} has plug-ins, and a study knows only verifiers that come with Agon`,
    "play its recipes one by one with `agon run`",
  )
}

/**
 * Two arms that are one condition would be compared with each other's luck. Recipes are compared as
 * they are played: a default that is spelled out changes nothing, and neither does a name.
 */
function refuseTwins(arms: readonly Arm[], recipes: readonly Recipe[]): void {
  const seen = new Map<string, string>()
  arms.forEach(({ name, from, follow }, at) => {
    const twin = named(seen, name, [conditionOf(recipes[at]!), from ?? null, follow ?? null])
    if (twin === undefined) return
    throw new UsageError(
      `arms ${twin} and ${name} are one and the same condition`,
      "change a setting of one of them, or leave it out",
    )
  })
  // Arms sit the same problems, or no item of one has a counterpart in the other.
  const sets = recipes.map(({ suites, skills, proposer }) =>
    canonicalJson([suites, skills, proposer.scope]),
  )
  const other = sets.findIndex((set) => set !== sets[0])
  if (other < 0) return
  throw new UsageError(
    `arms ${arms[0]!.name} and ${arms[other]!.name} would sit other sealed sets`,
    "skills, suites and proposer.scope are the same for all arms of a space; make spaces of them",
  )
}

/** Spaces that are one world would count the same seeds twice. */
function refuseTwinSpaces(
  spaces: readonly { readonly name: string }[],
  recipes: readonly (readonly Recipe[])[],
): void {
  const seen = new Map<string, string>()
  spaces.forEach(({ name }, at) => {
    const twin = named(seen, name, recipes[at]!.map(conditionOf))
    if (twin === undefined) return
    throw new UsageError(
      `spaces ${twin} and ${name} are one and the same world`,
      "change a setting of one of them, or leave it out",
    )
  })
}

function conditionOf({ name: _name, ...condition }: Recipe) {
  return condition
}

/** The name under which this was seen before, if it was; from now on it has been. */
function named(seen: Map<string, string>, name: string, what: unknown): string | undefined {
  const text = canonicalJson(what)
  const before = seen.get(text)
  if (before === undefined) seen.set(text, name)
  return before
}

/** Names may hold dashes, so that two of them may read alike once they are joined. */
function refuseOneName(runs: readonly PlannedRun[]): void {
  const seen = new Map<string, PlannedRun>()
  for (const run of runs) {
    const twin = seen.get(run.id)
    if (twin !== undefined) {
      const of = [twin, run].map(({ space, arm }) => `arm ${arm} in space ${space}`)
      throw new UsageError(`${of.join(" and ")} would both be the run ${run.id}`, "rename one")
    }
    seen.set(run.id, run)
  }
}

function refuseUnknown({ name, arms, spaces = [], contrasts, seeds, exam }: Study): void {
  const names = arms.map((arm) => arm.name)
  const refuse = (what: string, advice?: string) => {
    throw new UsageError(`study ${name}: ${what}`, advice)
  }
  const twice = repeated(names)
  if (twice !== undefined) refuse(`two arms are named ${twice}`)
  const again = repeated(spaces.map((space) => space.name))
  if (again !== undefined) refuse(`two spaces are named ${again}`)
  const itself = contrasts.find(({ of, against }) => of === against)
  if (itself !== undefined) refuse(`arm ${itself.of} is compared with itself`)
  const pair = repeated(contrasts.map(({ of, against }) => [of, against].sort().join(" and ")))
  if (pair !== undefined) refuse(`arms ${pair} are compared twice`)
  if (new Set(seeds).size < seeds.length) refuse("a seed is listed twice")
  if (Math.max(...exam.k) > exam.samples) {
    refuse(`k ${Math.max(...exam.k)} needs as many samples, and exam.samples is ${exam.samples}`)
  }
  const named = [
    ...contrasts.flatMap(({ of, against }) => [of, against]),
    ...arms.flatMap(({ from, follow }) => [from?.arm, follow]),
  ]
  for (const one of named) {
    if (one !== undefined && !names.includes(one)) {
      refuse(`there is no arm ${one}`, `its arms: ${names.join(", ")}`)
    }
  }
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((one, at) => names.indexOf(one) !== at)
}

function refusePastEnd({ name, from }: Arm, { rounds }: Recipe): void {
  if (from === undefined || from.at < rounds) return
  throw new UsageError(`arm ${name} begins after round ${from.at}, and the recipe has ${rounds}`)
}

/** Those that nobody waits for last; a circle is refused. */
function inOrder(runs: readonly PlannedRun[]): PlannedRun[] {
  const placed: PlannedRun[] = []
  const done = new Set<string>()
  let waiting = [...runs]
  while (waiting.length > 0) {
    const ready = waiting.filter((run) => needsOf(run).every((id) => done.has(id)))
    if (ready.length === 0) {
      const arms = new Set(waiting.map(({ arm }) => arm))
      throw new UsageError(`arms wait for each other: ${[...arms].join(", ")}`)
    }
    for (const run of ready) done.add(run.id)
    placed.push(...ready)
    waiting = waiting.filter(({ id }) => !done.has(id))
  }
  return placed
}
