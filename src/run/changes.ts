import { canonicalJson } from "../record/canonical.ts"
import type { EventOf, VerifierRef } from "../record/event.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Store } from "../store.ts"
import type { Verifier } from "../verifier.ts"
import { RunFailure } from "./failure.ts"
import { eventOf } from "./journal.ts"
import { verifierRefs } from "./verifier-ref.ts"

/** The event that opened a stored run, or undefined for an empty store. */
export async function openingOf(store: Store): Promise<EventOf<"run.opened"> | undefined> {
  for await (const stored of store.read(0)) {
    const event = eventOf(stored)
    if (event.kind === "run.opened") return event
    throw new RunFailure("store", "not-a-run", "the journal does not begin with run.opened")
  }
  return undefined
}

/** A run goes on only under the recipe and the judges that it began with. */
export async function refuseChanges(now: {
  readonly recipe: Recipe
  readonly store: Store
  readonly verifiers: readonly Verifier[]
}): Promise<void> {
  const then = await openingOf(now.store)
  if (then === undefined) return
  const changes = [
    ...differences({ before: { recipe: then.recipe }, after: { recipe: now.recipe } }),
    ...judgeChanges(then.verifiers, verifierRefs(now.recipe, now.verifiers)),
  ]
  if (changes.length === 0) return
  throw new RunFailure(
    "recipe",
    "changed",
    `this run began under other terms:\n${changes.join("\n")}`,
    "undo the change to resume, or `agon fork` to go on as a new run",
  )
}

/** A judge is another one when its version differs, or what it does with fixed samples does. */
function judgeChanges(before: readonly VerifierRef[], after: readonly VerifierRef[]): string[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))]
  return names.flatMap((name) => {
    const was = before.find((ref) => ref.name === name)
    const is = after.find((ref) => ref.name === name)
    if (was === undefined) return [`- verifier ${name}: was not there`]
    if (is === undefined) return [`- verifier ${name}: is gone`]
    if (was.version !== is.version) return [`- verifier ${name}: ${was.version} → ${is.version}`]
    if (was.source === is.source) return []
    return [`- verifier ${name} ${was.version}: samples are posed or judged otherwise than then`]
  })
}

/** One line for every leaf that differs: `- recipe.rounds: 24 → 30`. */
function differences(sides: { before: unknown; after: unknown }, path = ""): string[] {
  const { before, after } = sides
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) =>
      differences({ before: before[key], after: after[key] }, path === "" ? key : `${path}.${key}`),
    )
  }
  return [`- ${path}: ${canonicalJson(before ?? null)} → ${canonicalJson(after ?? null)}`]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
