import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { makeFolder, writeAtomic } from "../disk.ts"
import { countCanaries, factsOf } from "../evaluation/study-facts.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { RunEvent } from "../record/event.ts"
import type { Problem } from "../record/problem.ts"
import type { RunFacts } from "../rule/study-facts.ts"
import { readHistory } from "../run/history.ts"
import { eventOf } from "../run/journal.ts"
import type { Store } from "../store.ts"
import { withStore } from "./compose.ts"
import { findRun } from "./runs.ts"
import type { PlannedRun } from "./study-plan.ts"

/** What a run's journal says, with what its exams are made of. */
export interface ReadRun {
  readonly facts: RunFacts
  /** The sealed test set, and the forms of everything that was posed or sealed. */
  readonly test: readonly Problem[]
  readonly known: readonly string[]
}

const FACTS = 2 // counts up where other facts are read, so that none are taken from an older Agon

/** Reads a run once; as long as its journal's head is the same, what was read is kept beside it. */
export async function readRun(folder: string, planned: PlannedRun): Promise<ReadRun> {
  const home = findRun(folder, planned.id)
  return withStore(home, "read", async (store) => {
    const head = await headOf(store)
    const name = `${planned.id}-${head.slice(0, 16)}-${FACTS}.json`
    return keptJson(join(folder, "facts", name), async () => {
      const history = (await readHistory(store))!
      const { space, arm, seed, id, start } = planned
      const canaries = countCanaries(await canariesIn(store))
      const sealed = [...history.suites.values()].flatMap(({ problems }) => problems)
      const posed = history.rounds.flatMap((round) => round.posed.problems)
      return {
        facts: factsOf(history, { id, space, arm, seed, start, canaries }),
        test: history.suites.get("test")?.problems ?? [],
        known: [...sealed, ...posed].map(({ canonical }) => canonical),
      }
    })
  })
}

/** What was worked out before, or what is worked out now. Deleting the file loses nothing. */
export async function keptJson<Value>(path: string, make: () => Promise<Value>): Promise<Value> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Value
  const text = canonicalJson(await make())
  makeFolder(dirname(path))
  writeAtomic(path, text)
  return JSON.parse(text) as Value // as it will be read the next time, keys in the same order
}

async function headOf(store: Store): Promise<string> {
  const length = await store.length()
  for await (const { hash } of store.read(length - 1)) return hash
  throw new Error("a run that has ended has a head")
}

async function canariesIn(store: Store): Promise<RunEvent[]> {
  const found: RunEvent[] = []
  for await (const stored of store.read(0)) {
    if (stored.kind === "canaries.tried") found.push(eventOf(stored))
  }
  return found
}
