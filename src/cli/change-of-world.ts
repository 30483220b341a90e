import { canonicalJson, type Json } from "../record/canonical.ts"
import type { Recipe } from "../record/recipe.ts"
import { isModelSeat, type Seat } from "../record/seat.ts"

/**
 * What must stay for two futures to be comparable, and for a shared past to be shared: the first
 * setting that does not, in words. Other players would be asked, and paid, for shared rounds again.
 */
export function changeOfWorld(before: Recipe, after: Recipe): string | undefined {
  const [was, is] = [worldOf(before), worldOf(after)]
  for (const key of Object.keys(was)) {
    const [then, now] = [canonicalJson(was[key]!), canonicalJson(is[key]!)]
    if (then !== now) return `${key}: ${then} → ${now}`
  }
  return undefined
}

function worldOf(recipe: Recipe): Readonly<Record<string, Json>> {
  const { seed, plugins = null, skills, suites, maxTokens, seats } = recipe
  const players = Object.fromEntries(
    (["proposer", "solver", "formaliser"] as const).map((role) => [
      `seats.${role}`,
      playerIn(seats?.[role]),
    ]),
  )
  return { seed, plugins, skills: [...skills], suites, maxTokens, ...players }
}

const NO_MATTER: ReadonlySet<string> = new Set(["price", "concurrency", "batch", "serve"])

/** What of a seat its replies depend on. Abilities may change: a shared round stays what it was. */
function playerIn(seat: Seat | undefined): Json {
  if (!isModelSeat(seat)) return seat?.provider ?? "embedded"
  return Object.fromEntries(Object.entries(seat).filter(([key]) => !NO_MATTER.has(key)))
}
