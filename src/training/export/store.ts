import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { writeAtomic } from "../../disk.ts"
import { canonicalJson } from "../../record/canonical.ts"
import { type Hash, hashOf } from "../../record/id.ts"
import type { BundleFile } from "./assemble.ts"
import type { Listed } from "./manifest.ts"
import { Manifest } from "./manifest.ts"

const BYTES = new TextEncoder()

/** How the manifest lists a file. */
export function listed({ content, lines: _, ...file }: BundleFile): Listed {
  const bytes = typeof content === "string" ? BYTES.encode(content) : content
  return { ...file, bytes: bytes.length, sha256: hashOf(bytes) }
}

/**
 * Writes `<parent>/<hash of the manifest>/`, whole or not at all, and never twice: what is there
 * under that name already has the same content.
 */
export function storeBundle(
  parent: string,
  manifest: Manifest,
  files: readonly BundleFile[],
): { readonly hash: Hash; readonly folder: string; readonly isNew: boolean } {
  const text = canonicalJson(Manifest.parse(manifest))
  const hash = hashOf(text)
  const folder = join(resolve(parent), hash)
  if (existsSync(folder)) return { hash, folder, isNew: false }
  const part = join(resolve(parent), `.${hash}.part`)
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  try {
    for (const file of files) writeAtomic(join(part, file.path), file.content)
    writeAtomic(join(part, "manifest.json"), text)
    renameSync(part, folder)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw error
  }
  return { hash, folder, isNew: true }
}
