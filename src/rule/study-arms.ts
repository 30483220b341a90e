import { isModelSeat, type Seat } from "../record/seat.ts"
import type { Settings } from "../record/study.ts"

/** An arm by its usual name: what it changes, and what it takes for that to mean anything. */
export interface KnownArm {
  readonly about: string
  readonly set: Settings
  /** Which seats a model must have. The embedded learner has no tools and never poses. */
  readonly seats?: readonly ("proposer" | "solver")[]
}

const policy = (name: string, about: string): KnownArm => ({
  about,
  set: { proposer: { policy: name } },
})
const label = (name: string, about: string): KnownArm => ({ about, set: { label: name } })

export const KNOWN_ARMS: Readonly<Record<string, KnownArm>> = {
  "no-training": { about: "poses and solves, and trains nobody", set: { training: null } },
  "co-evolved": policy("learned", "the proposer learns from what its problems earn"),
  "frozen-proposer": {
    about: "the proposer stays as it is at the start of the arm",
    set: { proposer: { policy: "learned", frozen: true } },
  },
  static: policy("uniform", "a procedural generator: every skill and level alike, every round"),
  learned: policy("learned", "the proposer learns from what its problems earn"),
  uniform: policy("uniform", "every skill and level alike"),
  frontier: policy("frontier", "levels that are solved half the time: 4p(1−p)"),
  "failure-weighted": policy("failure", "levels that are not solved: 1.03 − p"),
  hardest: policy("hardest", "the five levels that are solved least"),
  "easy-to-hard": policy("easy-to-hard", "every ladder rung by rung, whatever is solved"),
  "reference-labels": label("reference", "the key that the verifier derived is taught"),
  "accepted-labels": label("accepted", "the solver's own answer is taught where it is proved"),
  "majority-labels": label("majority", "the most frequent answer is taught, right or wrong"),
  "no-diversity": {
    about: "no pull of the policy back to all skills and levels, no pay for variety",
    set: { proposer: { policy: "learned", forgetting: 0 } },
  },
  "verdict-reward": {
    about: "policy gradient, paid by the verdict",
    set: { training: { objective: "policy-gradient", reward: "verdict" } },
  },
  "random-reward": {
    about: "policy gradient, paid by a coin: what improves it is not the reward",
    set: { training: { objective: "policy-gradient", reward: "random" } },
  },
  "no-tools": {
    about: "the solver computes in its head",
    set: { seats: { solver: { tools: [] } } },
    seats: ["solver"],
  },
  "one-policy": {
    about: "the solver's model poses, too",
    set: {},
    seats: ["proposer", "solver"],
  },
  "two-policies": {
    about: "one model poses and another solves",
    set: {},
    seats: ["proposer", "solver"],
  },
}

/** The recipe's settings with others put over them, as deep as those go. */
export function withSettings(base: unknown, over: unknown): unknown {
  if (!isSettings(base) || !isSettings(over)) return over
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    merged[key] = Object.hasOwn(base, key) ? withSettings(base[key], value) : value
  }
  return merged
}

/** A named arm over a recipe; a string is why the recipe cannot express it. */
export function expressArm(name: string, recipe: Settings): Settings | string {
  const known = Object.hasOwn(KNOWN_ARMS, name) ? KNOWN_ARMS[name]! : undefined
  if (known === undefined) return `is no arm; there are ${Object.keys(KNOWN_ARMS).join(", ")}`
  const seats = isSettings(recipe.seats) ? recipe.seats : {}
  for (const role of known.seats ?? []) {
    if (isModelSeat(seats[role] as Seat | undefined)) continue
    return `needs a model in the ${role}'s seat: the embedded ${role === "solver" ? "learner uses no tools and poses nothing" : "proposer is no model"}`
  }
  const merged = withSettings(recipe, known.set) as Settings
  if (name === "no-diversity") return withoutPayForVariety(merged)
  if (name !== "one-policy") return merged
  const { tools: _tools, batch: _batch, ...shared } = seats.solver as Settings
  return { ...merged, seats: { ...seats, proposer: { ...shared } } }
}

function withoutPayForVariety(recipe: Settings): Settings {
  const { terms, ...proposer } = recipe.proposer as Settings
  if (!isSettings(terms)) return recipe
  const { repetition: _pay, ...others } = terms
  return { ...recipe, proposer: { ...proposer, terms: others } }
}

function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
