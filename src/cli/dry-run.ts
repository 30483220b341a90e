import type { Role } from "../record/call.ts"
import type { Budget, Recipe } from "../record/recipe.ts"
import type { ModelSeat } from "../record/seat.ts"
import { addEstimates, estimateRole, type Range, type RoleEstimate } from "../rule/estimate.ts"
import { PRICES_AS_OF, PRICES_FROM, type Price } from "../rule/price.ts"
import { count, counted, money } from "../view/format.ts"
import { assumptionsOf } from "./dry-run-words.ts"
import { workOf } from "./estimate.ts"
import { EXIT } from "./exit.ts"
import { hasDollars, seatsOf } from "./seats.ts"
import { clean, print, printJson, style, table } from "./terminal.ts"

interface Estimated {
  readonly role: Role
  readonly seat: ModelSeat
  readonly estimate: RoleEstimate
  readonly price: Price | undefined
}

/** One limit of the budget beside what the run may take of it. */
interface Fit {
  readonly of: "run" | Role
  readonly unit: "dollars" | "tokens"
  readonly limit: number
  /** Undefined where nobody knows the price. */
  readonly taken: Range | undefined
  readonly fit: "fits" | "may-pause" | "likely-pauses" | "will-pause" | "unknown"
}

/** `agon run --dry-run`: what a run may take, before anything is sent. Needs no key. */
export function dryRun(recipe: Recipe, budget: Budget | undefined, json: boolean): number {
  const work = workOf(recipe)
  const roles = (Object.entries(seatsOf(recipe)) as [Role, ModelSeat][]).map(
    ([role, seat]): Estimated => {
      const own = work[role]!
      return { role, seat, estimate: estimateRole(own), price: own.price }
    },
  )
  const total = addEstimates(roles.map(({ estimate }) => estimate))
  const fits = fitsOf(budget, roles, total)
  const unpriced = roles.filter(({ price }) => price === undefined)
  const isRefused = unpriced.length > 0 && hasDollars(budget)
  if (json) printJson(jsonOf(recipe, roles, total, fits, isRefused))
  else for (const line of linesOf(recipe, roles, total, fits, isRefused)) print(line)
  return isRefused ? EXIT.failure : EXIT.done
}

const MICRO = 1_000_000

function fitsOf(
  budget: Budget | undefined,
  roles: readonly Estimated[],
  total: RoleEstimate,
): Fit[] {
  const limits = [
    ["run", budget, total] as const,
    ...roles.map(({ role, estimate }) => [role, budget?.roles?.[role], estimate] as const),
  ]
  return limits.flatMap(([of, limit, estimate]): Fit[] => {
    const { microdollars } = estimate
    const tokens = tokensOf(estimate)
    const dollars = microdollars && inUnits(microdollars, MICRO)
    return [
      ...(limit?.dollars === undefined ? [] : [fitOf(of, "dollars", limit.dollars, dollars)]),
      ...(limit?.tokens === undefined ? [] : [fitOf(of, "tokens", limit.tokens, tokens)]),
    ]
  })
}

function fitOf(of: Fit["of"], unit: Fit["unit"], limit: number, taken: Range | undefined): Fit {
  if (taken === undefined) return { of, unit, limit, taken, fit: "unknown" }
  return { of, unit, limit, taken, fit: fitWithin(limit, taken) }
}

function fitWithin(limit: number, { low, likely, high }: Range): Fit["fit"] {
  if (low > limit) return "will-pause"
  if (likely > limit) return "likely-pauses"
  return high > limit ? "may-pause" : "fits"
}

function linesOf(
  recipe: Recipe,
  roles: readonly Estimated[],
  total: RoleEstimate,
  fits: readonly Fit[],
  isRefused: boolean,
): string[] {
  const { name, seed, rounds, problemsPerRound } = recipe
  const head = style("bold", `${name}, seed ${seed}: what ${counted(rounds, "round")} may take`)
  if (roles.length === 0) {
    return [head, "no model has a seat: the embedded agents ask nobody, and it costs nothing"]
  }
  const rows = roles.flatMap(({ role, estimate }) => rowsOf(role, estimate))
  const all = roles.length > 1 ? rowsOf("all", total) : []
  return [
    `${head}. Nothing was sent.`,
    `${counted(problemsPerRound, "problem")} a round, of ${recipe.skills.map(clean).join(", ")}`,
    "",
    ...table(["", "", "low", "likely", "high"], [...rows, ...all], [2, 3, 4]),
    "",
    ...roles.map(({ role, seat, price }) => priceLine(role, seat, price)),
    ...(isRefused
      ? [style("red", "a run with a budget in dollars is refused until it is known")]
      : []),
    ...(fits.length === 0 ? ["budget: none; `--budget <dollars>` sets one"] : fits.map(fitLine)),
    "",
    style("dim", "assumed, and told apart as low, likely and high:"),
    ...assumptionsOf(recipe).map((line) => style("dim", line)),
  ]
}

function rowsOf(name: string, { calls, input, output, microdollars }: RoleEstimate): string[][] {
  const row = (what: string, range: Range | undefined, say: (value: number) => string) => {
    if (range === undefined) return ["", what, "?", "?", "?"]
    return ["", what, say(range.low), say(range.likely), say(range.high)]
  }
  const whole = (value: number) => count(Math.round(value))
  const [first, ...rest] = [
    row("calls", calls, whole),
    row("tokens in", input, whole),
    row("tokens out", output, whole),
    row("dollars", microdollars, money),
  ]
  return [[name, ...first!.slice(1)], ...rest]
}

function priceLine(role: Role, seat: ModelSeat, price: Price | undefined): string {
  const model = clean(`${role}: ${seat.provider} ${seat.model}`)
  if (price === undefined) return `${model}, a price that nobody has checked: give its seat one`
  if (seat.price === "free") return `${model}, free by the recipe`
  const isBatched = role === "solver" && price.batch < 1 && "batch" in seat && seat.batch
  const half = isBatched ? `, × ${price.batch} in batches` : ""
  const figures = `$${price.input} in, $${price.output} out for a million tokens`
  const from =
    seat.price === undefined
      ? `as of ${PRICES_AS_OF} (${PRICES_FROM} has today's)`
      : "by the recipe"
  return `${model}, ${figures}${half}, ${from}`
}

function fitLine({ of, unit, limit, taken, fit }: Fit): string {
  const say = unit === "dollars" ? (value: number) => money(value * MICRO) : saysTokens
  const whose = of === "run" ? "budget" : `budget of the ${of}`
  const figures =
    taken === undefined ? "" : `, ${say(taken.likely)} likely, ${say(taken.high)} high`
  return `${whose}: ${say(limit)}${figures}: ${FITS[fit]}`
}

const FITS: Readonly<Record<Fit["fit"], string>> = {
  fits: "it does",
  "may-pause": "it may not do; a run that reaches it pauses, and goes on with a larger one",
  "likely-pauses": "it hardly does; a run that reaches it pauses, and goes on with a larger one",
  "will-pause": "it will not do; the run pauses there, and goes on with a larger one",
  unknown: "nobody can say whether it does",
}

function saysTokens(value: number): string {
  return counted(Math.round(value), "token")
}

function jsonOf(
  { name, seed, rounds }: Recipe,
  roles: readonly Estimated[],
  total: RoleEstimate,
  budget: readonly Fit[],
  isRefused: boolean,
) {
  return {
    kind: "estimate",
    recipe: name,
    seed,
    rounds,
    roles: roles.map(({ role, seat, estimate, price }) => {
      const { provider, model } = seat
      return { role, provider, model, price: price ?? null, ...inDollars(estimate) }
    }),
    total: inDollars(total),
    budget,
    refused: isRefused ? "no-price" : undefined,
    pricesAsOf: PRICES_AS_OF,
    pricesFrom: PRICES_FROM,
  }
}

function inDollars({ microdollars, ...rest }: RoleEstimate) {
  return { ...rest, dollars: microdollars ? inUnits(microdollars, MICRO) : null }
}

function tokensOf({ input, output }: RoleEstimate): Range {
  return {
    low: input.low + output.low,
    likely: input.likely + output.likely,
    high: input.high + output.high,
  }
}

function inUnits({ low, likely, high }: Range, unit: number): Range {
  return { low: low / unit, likely: likely / unit, high: high / unit }
}
