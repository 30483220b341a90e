import { createHash } from "node:crypto"
import { rmSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import type { Hash } from "../../src/record/id.ts"
import { GENESIS, linkHash } from "../../src/run/journal.ts"

/**
 * Edits the bodies of a journal's events, as somebody with an SQLite shell would. With `relink`
 * every hash and seal after the edit is made to fit again, and the head file removed.
 */
export function tamper(
  journal: string,
  edit: (body: string, kind: string) => string,
  { relink }: { relink: boolean },
): void {
  const db = new DatabaseSync(journal)
  const rows = db.prepare("SELECT seq, prev, hash, kind, body, at FROM event ORDER BY seq").all()
  const update = db.prepare("UPDATE event SET prev=?, hash=?, body=?, seal=? WHERE seq=?")
  let last: string = GENESIS
  for (const { seq, prev, hash, kind, body, at } of rows) {
    const changed = edit(String(body), String(kind))
    const newPrev = relink ? last : String(prev)
    const newHash = relink ? linkHash(newPrev as Hash, changed) : String(hash)
    update.run(newPrev, newHash, changed, sealOf(newPrev, newHash, String(kind), String(at)), seq!)
    last = newHash
  }
  db.close()
  if (relink) rmSync(`${journal}.head`, { force: true })
}

function sealOf(...columns: readonly string[]): string {
  return createHash("sha256").update(columns.join("\u0000")).digest("hex").slice(0, 32)
}
