import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type BundleOrder, exportBundle } from "../../src/cli/export-bundle.ts"
import { feed } from "../../src/cli/export-bundle-feed.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import type { Store } from "../../src/store.ts"
import { TARGETS } from "../../src/training/export/targets.ts"

/** Exports of the runs in a folder, without a process for each. */
export function exporting(folder: string) {
  /** What a run's journal held after so many events. */
  async function withRun<Value>(
    run: string,
    work: (store: Store) => Promise<Value>,
    events = Number.POSITIVE_INFINITY,
  ): Promise<Value> {
    const store = openSqliteStore(join(folder, "runs", run, "journal.sqlite"), { readOnly: true })
    const view: Store = {
      append: (more) => store.append(more),
      async *read(from) {
        for await (const event of store.read(from)) if (event.seq < events) yield event
      },
      length: async () => Math.min(events, await store.length()),
      settle: (outcomes) => store.settle(outcomes),
      settled: (ids) => store.settled(ids),
      outcomes: () => store.outcomes(),
      close: () => store.close(),
    }
    try {
      return await work(view)
    } finally {
      await store.close()
    }
  }

  function orderOf(names: readonly string[], more: Partial<BundleOrder> = {}): BundleOrder {
    return {
      role: "solver",
      out: join(folder, "out"),
      targets: TARGETS.filter(({ name }) => names.includes(name)),
      validationPermille: 100,
      against: [],
      dropContaminated: false,
      ...more,
    }
  }

  function bundle(run: string, names: readonly string[], more: Partial<BundleOrder> = {}) {
    return withRun(run, (store) => exportBundle(store, orderOf(names, more)))
  }

  /** Feeds a run's rows to a file, as far as the run had come after so many events. */
  function fed(run: string, out: string, target: string, since: string, events?: number) {
    const order = { ...orderOf([target], { out }), since }
    return withRun(run, (store) => feed(store, { ...order, target: order.targets[0]! }), events)
  }

  return { withRun, bundle, fed }
}

export function rowsIn(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

export function filesIn(of: string): string[] {
  const names = readdirSync(of, { recursive: true, withFileTypes: true })
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
