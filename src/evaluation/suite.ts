import type { SkillOffer } from "../agent.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { SuiteName } from "../record/event.ts"
import { hashJson } from "../record/id.ts"
import type { Problem, Rung } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { aboveLadder } from "../rule/ladder.ts"
import { sideOf } from "../rule/partition.ts"
import { randomStream } from "../rule/random.ts"
import { isRefusal } from "../rule/screen.ts"
import type { Suite } from "../run/desk.ts"
import { RunFailure } from "../run/failure.ts"
import { problemFrom } from "../run/screen.ts"
import type { Verifier } from "../verifier.ts"

const DRAWS_PER_PROBLEM_MAX = 400 // a sealed side holds some 6 % of the families: about 20
const FILLED_SHARE_MIN = 0.5
const SUITE_SEED = 0 // the same sealed sets whatever the run's seed, so that seeds can be compared

/**
 * The sealed sets: `development` decides promotions, `test` is only reported, `beyond` holds
 * settings above every ladder. Each problem's family is on its suite's side of the split, and
 * everything that can be trained on is on the third side.
 */
export function sealSuites(
  recipe: Recipe,
  offers: readonly SkillOffer[],
  verifiers: readonly Verifier[],
): ReadonlyMap<SuiteName, Suite> {
  const name = canonicalJson([recipe.suites, recipe.skills, recipe.proposer.scope])
  const drawn = DRAWN.get(verifiers) ?? new Map<string, ReadonlyMap<SuiteName, Suite>>()
  DRAWN.set(verifiers, drawn)
  const suites = drawn.get(name) ?? drawSuites(recipe, offers, verifiers)
  drawn.set(name, suites)
  return suites
}

/** Simulated runs come by the thousand, and to draw the same sets again is most of their time. */
const DRAWN = new WeakMap<readonly Verifier[], Map<string, ReadonlyMap<SuiteName, Suite>>>()

function drawSuites(
  recipe: Recipe,
  offers: readonly SkillOffer[],
  verifiers: readonly Verifier[],
): Map<SuiteName, Suite> {
  const { developmentPerLevel, testPerLevel } = recipe.suites
  const ladder = (offer: SkillOffer) =>
    offer.skill.levels.map((rung, at) => ({ rung, level: at + 1 }))
  const above = (offer: SkillOffer) =>
    offer.skill.beyond.map((rung) => ({ rung, level: undefined }))
  const seal = (name: SuiteName, perLevel: number, rungs: (offer: SkillOffer) => Place[]) => {
    const problems = offers.flatMap((offer) =>
      rungs(offer).flatMap((place) => fill(name, place, offer, perLevel, recipe, verifiers)),
    )
    return [name, { name, problems, hash: hashJson(problems.map(({ id }) => id)) }] as const
  }
  return new Map<SuiteName, Suite>([
    seal("development", developmentPerLevel, ladder),
    seal("test", testPerLevel, ladder),
    seal("beyond", testPerLevel, above),
  ])
}

interface Place {
  readonly rung: Rung
  /** Problems that measure otherwise are drawn again; undefined: they must be above the ladder. */
  readonly level: number | undefined
}

function fill(
  suite: SuiteName,
  place: Place,
  offer: SkillOffer,
  count: number,
  recipe: Recipe,
  verifiers: readonly Verifier[],
): Problem[] {
  const { skill } = offer
  const verifier = verifiers.find(({ name }) => name === offer.verifier)!
  const side = suite === "development" ? "development" : "test"
  const random = randomStream(SUITE_SEED, "suite", suite, skill.name, JSON.stringify(place.rung))
  const found = new Map<string, Problem>()
  for (let draw = 0; draw < count * DRAWS_PER_PROBLEM_MAX && found.size < count; draw++) {
    const wording = random.int(skill.wordings)
    const lineage = { round: 0, seat: found.size, move: "fresh" } as const
    const spec = skill.sample(place.rung, random)
    // The cheapest test first: nine draws in ten are on another side.
    const { canonical, family } = verifier.identify(spec)
    if (found.has(canonical) || sideOf(family, recipe.suites.sealedPermille) !== side) continue
    const problem = problemFrom(verifier, skill, spec, wording, lineage)
    if (isRefusal(problem)) continue
    const isAbove = aboveLadder(skill, problem.rung)
    if (place.level === undefined ? !isAbove : problem.level !== place.level) continue
    found.set(problem.canonical, problem)
  }
  if (found.size < FILLED_SHARE_MIN * count) {
    throw new RunFailure(
      "sealed",
      "too-few",
      `the ${suite} set found ${found.size} of ${count} problems for ${skill.name} at ${JSON.stringify(place.rung)}`,
      "ask for fewer problems per level, or seal a larger share of the families",
    )
  }
  return [...found.values()]
}
