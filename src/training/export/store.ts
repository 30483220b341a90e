import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { makeFolder, moveDurably, writeAtomic } from "../../disk.ts"
import { canonicalJson } from "../../record/canonical.ts"
import { type Hash, hashOf } from "../../record/id.ts"
import { RunFailure } from "../../run/failure.ts"
import type { BundleFile } from "./assemble.ts"
import { type Listed, MANIFEST, Manifest } from "./manifest.ts"

const BYTES = new TextEncoder()

/** How the manifest lists a file. */
export function listed({ content, lines: _, ...file }: BundleFile): Listed {
  const bytes = typeof content === "string" ? BYTES.encode(content) : content
  return { ...file, bytes: bytes.length, sha256: hashOf(bytes) }
}

/**
 * Writes `<parent>/<hash of the manifest>/`, whole or not at all, and never twice. What is there
 * under that name already has the same content, or it is damaged and left as it is.
 */
export function storeBundle(
  parent: string,
  manifest: Manifest,
  files: readonly BundleFile[],
): { readonly hash: Hash; readonly folder: string; readonly isNew: boolean } {
  const text = canonicalJson(Manifest.parse(manifest))
  const hash = hashOf(text)
  const folder = join(resolve(parent), hash)
  const all = [...files, { path: MANIFEST, content: text }]
  const isNew = !existsSync(folder) && writeWholeFolder(folder, all)
  if (!isNew) assertSame(folder, all)
  return { hash, folder, isNew }
}

/** Whether it was this export that made the folder: another may be at the same one. */
function writeWholeFolder(folder: string, files: readonly BundleFile[]): boolean {
  makeFolder(dirname(folder))
  const part = mkdtempSync(join(dirname(folder), PART)) // of its own: nobody else writes there
  const made = join(part, basename(folder))
  try {
    for (const { path, content } of files) writeAtomic(join(made, path), content)
    moveDurably(made, folder)
    return true
  } catch (error) {
    if (existsSync(folder)) return false
    throw error
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

const PART = ".agon-bundle-" // what a killed export leaves; nothing reads hidden folders

function assertSame(folder: string, files: readonly BundleFile[]): void {
  const { path } = files.find((file) => !isThere(folder, file)) ?? {}
  if (path === undefined) return
  throw new RunFailure(
    "store",
    "damaged-bundle",
    `${folder} is there already, and its ${path} is not what belongs there`,
    "`agon audit` names what differs; move the folder away and export again",
  )
}

function isThere(folder: string, { path, content }: BundleFile): boolean {
  try {
    return readFileSync(join(folder, path)).equals(Buffer.from(content as Uint8Array))
  } catch {
    return false // missing, or no file
  }
}
