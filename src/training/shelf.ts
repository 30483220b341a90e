import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import { type Hash, hashOf } from "../record/id.ts"
import type { BundleRow, BundleShelf } from "../run/desk.ts"
import { RunFailure } from "../run/failure.ts"

const MANIFEST_VERSION = 1

/**
 * Bundles on disk: `<folder>/<hash>/`, named by the hash of their manifest, which names every file
 * by hash. What a trainer reads is `data/train.jsonl`, one {prompt, completion} a line;
 * `provenance.jsonl` has the way from each row back to its pair and problem.
 */
export type Shelf = BundleShelf & { trainingFile(bundle: Hash): string }

export interface ShelfOptions {
  /** Whether rows name their problems, for a trainer that asks the judge about each. */
  readonly naming?: boolean
}

export function openShelf(folder: string, { naming = false }: ShelfOptions = {}): Shelf {
  return {
    async write(rows: readonly BundleRow[], about) {
      const data = lines(
        rows.map(({ prompt, completion, weight, problem }) => {
          return { prompt, completion, weight, ...(naming && { problem }) }
        }),
      )
      const provenance = lines(
        rows.map(({ problem, pair, call, seat }) => ({ problem, pair, call, seat })),
      )
      const manifest = canonicalJson({
        version: MANIFEST_VERSION,
        ...about,
        files: {
          "data/train.jsonl": { rows: rows.length, sha256: hashOf(data) },
          "provenance.jsonl": { rows: rows.length, sha256: hashOf(provenance) },
        },
      })
      const hash = hashOf(manifest)
      const home = join(folder, hash)
      // The manifest comes last: a bundle that has one is whole.
      if (!existsSync(join(home, "manifest.json"))) {
        writeAtomic(join(home, "data", "train.jsonl"), data)
        writeAtomic(join(home, "provenance.jsonl"), provenance)
        writeAtomic(join(home, "manifest.json"), manifest)
      }
      return hash
    },

    /** Path of a bundle's training rows, after checking them against the manifest. */
    trainingFile(bundle) {
      const home = join(folder, bundle)
      const path = join(home, "data", "train.jsonl")
      const manifest = readOr(join(home, "manifest.json"), corruptBundle(bundle))
      if (hashOf(manifest) !== bundle) throw corruptBundle(bundle)
      const listed = JSON.parse(manifest.toString("utf8")).files["data/train.jsonl"].sha256
      if (hashOf(readOr(path, corruptBundle(bundle))) !== listed) throw corruptBundle(bundle)
      return path
    },
  }
}

function readOr(path: string, missing: RunFailure): Buffer {
  if (!existsSync(path)) throw missing
  return readFileSync(path)
}

function corruptBundle(bundle: Hash): RunFailure {
  return new RunFailure(
    "trainer",
    "corrupt-bundle",
    `bundle ${bundle} does not match its hash`,
    "delete its folder: `agon resume` writes it again from the journal",
  )
}

function lines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("")
}
