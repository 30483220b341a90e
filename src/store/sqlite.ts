import { createHash } from "node:crypto"
import { accessSync, constants, existsSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { pathToFileURL } from "node:url"
import { makeFolder, writeAtomic } from "../disk.ts"
import { RunFailure } from "../run/failure.ts"
import type { Store, StoredEvent, StoredOutcome } from "../store.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY, prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    body TEXT NOT NULL, at INTEGER NOT NULL, seal TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS outcome (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
    seal TEXT NOT NULL) STRICT, WITHOUT ROWID;
`
const HEAD_MS = 200 // outcomes alone repeat the head no more often: it costs two syncs of its own
const LOOKUP_IDS_MAX = 500 // ids per SELECT; SQLite's own limit is 32 766 variables

/**
 * The embedded store: one SQLite file in write-ahead mode, synchronous=FULL, so that what was
 * acknowledged survives a kill and a power cut. Each row carries a seal over all its columns.
 * Beside the file, `<file>.head` repeats the last acknowledged position: SQLite drops a damaged
 * tail of its write-ahead log without a word, and the head is how we notice.
 */
export function openSqliteStore(file: string, options: { readOnly?: boolean } = {}): Store {
  return new SqliteStore(file, options.readOnly ?? false)
}

class SqliteStore implements Store {
  private readonly db: DatabaseSync
  private readonly lock: DatabaseSync | undefined
  private readonly file: string
  private readonly insertEvent: StatementSync
  private readonly insertOutcome: StatementSync
  private lastHash = ""
  private events = 0
  private outcomeCount = 0
  private headAt = Number.NEGATIVE_INFINITY
  private isHeadBehind = false

  constructor(file: string, readOnly: boolean) {
    this.file = file
    // A head without its journal is what is left of one: an empty one would only hide the loss.
    if (!existsSync(file) && (readOnly || existsSync(`${file}.head`))) {
      throw new RunFailure("store", "missing", `there is no journal at ${file}`)
    }
    if (!readOnly) makeFolder(dirname(file))
    this.lock = readOnly ? undefined : guarded(file, () => writerLock(file))
    this.db = guarded(file, () => (readOnly ? openToRead(file) : new DatabaseSync(file)))
    try {
      this.execute("PRAGMA busy_timeout=2000")
      if (readOnly) this.execute("PRAGMA query_only=1")
      else this.execute(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; ${SCHEMA}`)
      this.insertEvent = this.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)")
      this.insertOutcome = this.prepare("INSERT OR IGNORE INTO outcome VALUES (?, ?, ?, ?, ?)")
      guarded(file, () => this.checkHead())
    } catch (error) {
      this.db.close()
      this.lock?.close()
      throw error
    }
  }

  async append(events: readonly StoredEvent[]): Promise<void> {
    this.transaction(() => {
      for (const event of events) {
        const { seq, prev, hash, kind, body, at } = event
        this.insertEvent.run(seq, prev, hash, kind, body, at, sealOf(prev, hash, kind, String(at)))
      }
    })
    this.lastHash = events.at(-1)?.hash ?? this.lastHash
    this.events += events.length
    this.writeHead()
  }

  async *read(from: number): AsyncIterable<StoredEvent> {
    const rows = this.prepare("SELECT * FROM event WHERE seq >= ? ORDER BY seq").iterate(from)
    const next = () => guarded(this.file, () => rows.next())
    try {
      for (let row = next(); !row.done; row = next()) yield this.checkedEvent(row.value)
    } finally {
      rows.return?.() // a reader that stops early must not hold its snapshot open
    }
  }

  async length(): Promise<number> {
    return this.events
  }

  async settle(outcomes: readonly StoredOutcome[]): Promise<void> {
    this.transaction(() => {
      for (const { id, kind, body, at } of outcomes) {
        const seal = sealOf(id, kind, body, String(at))
        this.outcomeCount += Number(this.insertOutcome.run(id, kind, body, at, seal).changes)
      }
    })
    const at = outcomes.at(-1)?.at ?? this.headAt
    this.isHeadBehind = true
    if (Math.abs(at - this.headAt) < HEAD_MS) return
    this.writeHead()
    this.headAt = at
  }

  async settled(ids: readonly string[]): Promise<Map<string, StoredOutcome>> {
    const found = new Map<string, StoredOutcome>()
    for (let start = 0; start < ids.length; start += LOOKUP_IDS_MAX) {
      const some = ids.slice(start, start + LOOKUP_IDS_MAX)
      const marks = some.map(() => "?").join(",")
      const rows = guarded(this.file, () =>
        this.db.prepare(`SELECT * FROM outcome WHERE id IN (${marks})`).all(...some),
      )
      for (const row of rows) {
        const outcome = this.checkedOutcome(row)
        found.set(outcome.id, outcome)
      }
    }
    return found
  }

  async *outcomes(): AsyncIterable<StoredOutcome> {
    const rows = this.prepare("SELECT * FROM outcome ORDER BY id").iterate()
    const next = () => guarded(this.file, () => rows.next())
    try {
      for (let row = next(); !row.done; row = next()) yield this.checkedOutcome(row.value)
    } finally {
      rows.return?.()
    }
  }

  async close(): Promise<void> {
    try {
      if (this.isHeadBehind && this.db.isOpen) this.writeHead()
    } catch {
      // On a full disk the head stays behind, which is no fault; the journal has to be closed.
    }
    if (this.db.isOpen) this.db.close()
    if (this.lock?.isOpen) this.lock.close()
  }

  private checkedEvent(row: unknown): StoredEvent {
    const { seq, prev, hash, kind, body, at, seal } = row as StoredEvent & { seal: string }
    if (seal !== sealOf(prev, hash, kind, String(at))) throw corrupt(this.file, `event ${seq}`)
    return { seq, prev, hash, kind, body, at }
  }

  private checkedOutcome(row: unknown): StoredOutcome {
    const { id, kind, body, at, seal } = row as StoredOutcome & { seal: string }
    if (seal !== sealOf(id, kind, body, String(at))) throw corrupt(this.file, `outcome ${id}`)
    return { id, kind, body, at }
  }

  private execute(sql: string): void {
    guarded(this.file, () => this.db.exec(sql))
  }

  private prepare(sql: string): StatementSync {
    return guarded(this.file, () => this.db.prepare(sql))
  }

  private transaction(work: () => void): void {
    guarded(this.file, () => {
      this.db.exec("BEGIN IMMEDIATE")
      try {
        work()
        this.db.exec("COMMIT")
      } catch (error) {
        if (this.db.isTransaction) this.db.exec("ROLLBACK") // SQLite has done so on a full disk
        throw error
      }
    })
  }

  private get headFile(): string {
    return `${this.file}.head`
  }

  private writeHead(): void {
    const words = [this.events, this.lastHash || "-", this.outcomeCount].join(" ")
    writeAtomic(this.headFile, `${words} ${sealOf(words)}\n`)
    this.isHeadBehind = false
  }

  /**
   * The file may be ahead of the head, by what a kill interrupted or a live writer adds, and never
   * behind it. So the head is read first. It trails the outcomes by a moment while they come fast.
   */
  private checkHead(): void {
    const text = existsSync(this.headFile) ? readFileSync(this.headFile, "utf8") : undefined
    const last = this.db.prepare("SELECT hash FROM event ORDER BY seq DESC LIMIT 1").get()
    this.lastHash = (last?.hash as string | undefined) ?? ""
    this.events = count(this.db, "event")
    this.outcomeCount = count(this.db, "outcome")
    if (text === undefined) return
    const [events, hash, outcomes, seal] = text.trim().split(" ")
    if (
      text !== `${events} ${hash} ${outcomes} ${seal}\n` ||
      seal !== sealOf(`${events} ${hash} ${outcomes}`)
    ) {
      throw corrupt(this.headFile, "the head")
    }
    const known = this.db.prepare("SELECT hash FROM event WHERE seq = ?").get(Number(events) - 1)
    const sameHash = Number(events) === 0 || known?.hash === hash
    if (!sameHash || this.outcomeCount < Number(outcomes)) {
      throw corrupt(this.file, `the tail after event ${this.events - 1} (${events} were written)`)
    }
  }
}

/**
 * SQLite keeps an index of its write-ahead log beside the file, and only a handle that may write
 * takes it away again at the end. Where nothing may be written, a file without a log is whole, and
 * read as one that nobody changes.
 */
function openToRead(file: string): DatabaseSync {
  if (isWritable(dirname(file)) && isWritable(file)) return new DatabaseSync(file)
  if (existsSync(`${file}-wal`)) return new DatabaseSync(file, { readOnly: true })
  const still = pathToFileURL(file)
  still.searchParams.set("immutable", "1")
  return new DatabaseSync(still, { readOnly: true })
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * One writer a run. The lock is an open transaction in a file of its own, so readers of the journal
 * never wait for it and the operating system frees it when its holder is killed.
 */
function writerLock(file: string): DatabaseSync {
  const lock = new DatabaseSync(`${file}.lock`)
  lock.exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;")
  return lock
}

function count(db: DatabaseSync, table: "event" | "outcome"): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
}

function sealOf(...columns: readonly string[]): string {
  return createHash("sha256").update(columns.join("\u0000")).digest("hex").slice(0, 32)
}

function corrupt(file: string, what: string): RunFailure {
  return new RunFailure(
    "store",
    "corrupt",
    `${file}: ${what} is damaged`,
    "the file was changed or the disk failed; restore a copy, or fork from an earlier round",
  )
}

/** Turns SQLite's own errors into failures that name the file. */
function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    if (error instanceof RunFailure) throw error
    const message = error instanceof Error ? error.message : String(error)
    if (/locked|busy/i.test(message)) {
      throw new RunFailure(
        "store",
        "locked",
        `${file} is in use by another process`,
        "a run has one writer: wait for it, or stop it",
      )
    }
    if (/readonly|unable to open/i.test(message)) {
      throw new RunFailure(
        "store",
        "no-access",
        `${file} or its folder may not be written here: ${message}`,
        "copy the run's folder to a place where you may write",
      )
    }
    if (/full|I\/O/i.test(message)) {
      throw new RunFailure(
        "store",
        "disk",
        `${file}: ${message}`,
        "make room, then `agon resume`: nothing acknowledged is lost",
      )
    }
    throw new RunFailure(
      "store",
      "corrupt",
      `${file}: ${message}`,
      "the file was changed or the disk failed; restore a copy, or fork from an earlier round",
    )
  }
}
