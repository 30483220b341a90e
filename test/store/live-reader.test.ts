import type * as fs from "node:fs"
import { join } from "node:path"
import { expect, it, vi } from "vitest"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { outcomeOf } from "../contract/store.ts"
import { inFolder } from "../run/table-world.ts"

/** What another process does in the moment before a head is read. */
let meanwhile = () => {}

vi.mock("node:fs", async (original) => {
  const real = await original<typeof fs>()
  const readFileSync = (...args: Parameters<typeof real.readFileSync>) => {
    if (String(args[0]).endsWith(".head")) meanwhile()
    return real.readFileSync(...args)
  }
  return { ...real, readFileSync }
})

it("opens a journal that grows while it is being opened", () =>
  inFolder(async (folder) => {
    const file = join(folder, "journal.sqlite")
    const writer = openSqliteStore(file)
    await writer.settle([outcomeOf("a", 1)])
    let grew = 0
    meanwhile = () => {
      grew++
      void writer.settle([outcomeOf(`b ${grew}`, 1)]) // done on return: SQLite never waits
    }
    const reader = openSqliteStore(file, { readOnly: true })
    meanwhile = () => {}
    expect(grew).toBe(1)
    expect((await reader.settled(["a", "b 1"])).size).toBe(2)
    await reader.close()
    await writer.close()
  }))
