import { canonicalJson } from "../record/canonical.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Arm, Settings, Study } from "../record/study.ts"
import { expressArm, withSettings } from "../rule/study-arms.ts"
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
  const runs = spaces.flatMap((space) => {
    const literals = study.arms.map((arm) => literalOf(study, space.set, arm))
    refuseTwins(study.arms, literals)
    return study.seeds.flatMap((seed) =>
      study.arms.map((arm, at): PlannedRun => {
        const source = `arm ${arm.name} of study ${study.name}`
        const idOf = (other: string) => `${space.name}-${other}-s${seed}`
        const recipe = parseRecipe({ ...literals[at]!, seed }, source)
        refusePastEnd(arm, recipe)
        return {
          id: idOf(arm.name),
          space: space.name,
          arm: arm.name,
          seed,
          recipe,
          start: startOf(arm, study.arms),
          ...(arm.from && { from: { run: idOf(arm.from.arm), at: arm.from.at } }),
          ...(arm.follow && { follow: idOf(arm.follow) }),
        }
      }),
    )
  })
  return inOrder(runs)
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

function literalOf(study: Study, space: Settings, arm: Arm): Settings {
  const base = withSettings(withSettings(study.recipe, { name: study.name }), space) as Settings
  const named = arm.is === undefined ? base : expressArm(arm.is, base)
  if (typeof named === "string") {
    throw new UsageError(
      `arm ${arm.name}: ${arm.is} ${named}`,
      `leave the arm out of study ${study.name}, or give its recipe what the arm needs`,
    )
  }
  return withSettings(named, arm.set ?? {}) as Settings
}

/** Two arms that are one condition would be compared with each other's luck. */
function refuseTwins(arms: readonly Arm[], literals: readonly Settings[]): void {
  const seen = new Map<string, string>()
  arms.forEach(({ name, from, follow }, at) => {
    const condition = canonicalJson([literals[at]!, from ?? null, follow ?? null])
    const twin = seen.get(condition)
    if (twin !== undefined) {
      throw new UsageError(
        `arms ${twin} and ${name} are one and the same condition`,
        "change a setting of one of them, or leave it out",
      )
    }
    seen.set(condition, name)
  })
}

function refuseUnknown({ name, arms, contrasts, seeds, exam }: Study): void {
  const names = arms.map((arm) => arm.name)
  const refuse = (what: string, advice?: string) => {
    throw new UsageError(`study ${name}: ${what}`, advice)
  }
  const twice = names.find((one, at) => names.indexOf(one) !== at)
  if (twice !== undefined) refuse(`two arms are named ${twice}`)
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
      throw new UsageError(`arms wait for each other: ${waiting.map(({ arm }) => arm).join(", ")}`)
    }
    for (const run of ready) done.add(run.id)
    placed.push(...ready)
    waiting = waiting.filter(({ id }) => !done.has(id))
  }
  return placed
}
