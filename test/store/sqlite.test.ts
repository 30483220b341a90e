import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { all, chainOf, outcomeOf, storeContract } from "../contract/store.ts"
import { inFolder } from "../run/table-world.ts"

storeContract("SQLite", (work) =>
  inFolder((folder) => {
    const file = join(folder, "journal.sqlite")
    return work({ open: (mode) => openSqliteStore(file, { readOnly: mode === "read" }) })
  }),
)

describe("damage to a SQLite journal", () => {
  for (const [table, column, damaged] of [
    ["event", "seq", "9"],
    ["event", "prev", "'x'"],
    ["event", "hash", "'x'"],
    ["event", "kind", "'run.closed'"],
    ["event", "at", "at + 1"],
    ["event", "seal", "'x'"],
    ["outcome", "id", "'z'"],
    ["outcome", "kind", "'train'"],
    ["outcome", "body", "'2'"],
    ["outcome", "at", "at + 1"],
    ["outcome", "seal", "'x'"],
  ] as const) {
    it(`is named where ${table}.${column} was changed`, () =>
      withWritten(async (file) => {
        const where = table === "event" ? "seq = 1" : "id = 'b'"
        alter(file, `UPDATE ${table} SET ${column} = ${damaged} WHERE ${where}`)
        await expect(readAll(file)).rejects.toThrow(
          column === "id" || column === "seq"
            ? /damaged|out of place/
            : /(event 1|outcome b) is damaged/,
        )
      }))
  }

  it("is named where the last event was cut away, through the head beside the file", () =>
    withWritten(async (file) => {
      alter(file, "DELETE FROM event WHERE seq = 2")
      expect(() => openSqliteStore(file)).toThrow(/journal\.sqlite: the tail after event 1 \(3/)
    }))

  it("is named where an outcome was cut away", () =>
    withWritten(async (file) => {
      alter(file, "DELETE FROM outcome WHERE id = 'b'")
      expect(() => openSqliteStore(file)).toThrow(/is damaged/)
    }))

  it("is named where any of many fast outcomes was cut away, once the journal was closed", () =>
    inFolder(async (folder) => {
      const file = join(folder, "journal.sqlite")
      const store = openSqliteStore(file)
      for (let at = 0; at < 20; at++) await store.settle([outcomeOf(`fast-${at}`, at)])
      const killed = join(folder, "killed.sqlite") // the head may be behind what a kill leaves
      for (const end of ["", "-wal", ".head"]) copyFileSync(file + end, killed + end)
      const after = openSqliteStore(killed)
      expect((await after.settled(["fast-0", "fast-19"])).size).toBe(2)
      await after.close()
      await store.close()
      alter(file, "DELETE FROM outcome WHERE id = 'fast-19'")
      expect(() => openSqliteStore(file)).toThrow(/is damaged/)
    }))

  it("is named where the write-ahead log lost its end, which SQLite passes over", () =>
    inFolder(async (folder) => {
      const file = join(folder, "journal.sqlite")
      const store = openSqliteStore(file)
      await store.append(chainOf(3))
      await store.append(chainOf(1, 3, chainOf(3)[2]!.hash))
      const copy = join(folder, "copy.sqlite") // as a kill would leave it, its log not yet merged
      for (const part of ["", "-wal", ".head"]) copyFileSync(`${file}${part}`, `${copy}${part}`)
      await store.close()
      const wal = `${copy}-wal`
      truncateSync(wal, readFileSync(wal).length - 100)
      expect(() => openSqliteStore(copy)).toThrow(/copy\.sqlite: the tail after event 2 \(4/)
    }))

  it("is named where the head itself was changed", () =>
    withWritten(async (file) => {
      const head = readFileSync(`${file}.head`, "utf8")
      writeFileSync(`${file}.head`, head.replace(/^3/, "2"))
      expect(() => openSqliteStore(file)).toThrow(/journal\.sqlite\.head: the head is damaged/)
    }))

  it("is named where any byte of a page was flipped", () =>
    withWritten(async (file) => {
      const whole = readFileSync(file)
      const needle = Buffer.from('{"kind":"base.created","seq":1}')
      const at = whole.indexOf(needle)
      expect(at).toBeGreaterThan(0)
      for (const offset of [at + 10, 3, 100]) {
        const bytes = Buffer.from(whole)
        bytes[offset]! ^= 0x10
        writeFileSync(file, bytes)
        const read = readAll(file)
        if (offset === at + 10) {
          // The body is covered by the chain, which the journal checks.
          expect((await read)[1]?.body).not.toBe(chainOf(3)[1]!.body)
        } else await expect(read).rejects.toThrow(/journal\.sqlite/)
      }
    }))

  it("is told from a file that is not there", () =>
    inFolder(async (folder) => {
      const file = join(folder, "none.sqlite")
      expect(() => openSqliteStore(file, { readOnly: true })).toThrow(/there is no journal at/)
      expect(existsSync(file)).toBe(false)
    }))
})

/** A closed journal of three events and two outcomes. */
async function withWritten(work: (file: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, "journal.sqlite")
    const store = openSqliteStore(file)
    await store.append(chainOf(3))
    await store.settle([outcomeOf("a", 1), outcomeOf("b", 1)])
    await store.close()
    await work(file)
  })
}

function alter(file: string, statement: string): void {
  const db = new DatabaseSync(file)
  db.exec(statement)
  db.close()
}

async function readAll(file: string) {
  const store = openSqliteStore(file, { readOnly: true })
  try {
    const events = await all(store.read(0))
    events.forEach(({ seq }, at) => {
      if (seq !== at) throw new Error(`event ${seq} is out of place`) // the journal's own check
    })
    await all(store.outcomes())
    return events
  } finally {
    await store.close()
  }
}
