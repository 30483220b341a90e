import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { canonicalJson } from "../../src/record/canonical.ts"
import { hashOf } from "../../src/record/id.ts"

/** A manifest as somebody edits it who minds no schema. */
export interface AnyManifest {
  files: { path: string; bytes: number; sha256: string; rows?: number }[]
  [field: string]: unknown
}

/** Bundles to be damaged or forged, in a folder of the test's own. */
export function forging(folder: string) {
  /** A copy under the same name. */
  function copyOf(bundled: string, as: string): string {
    const copy = join(folder, as, basename(bundled))
    mkdirSync(dirname(copy), { recursive: true })
    cpSync(bundled, copy, { recursive: true })
    return copy
  }

  return { copyOf }
}

/** Makes every hash fit again after an edit, as somebody would who wants to be believed. */
export function resealed(copy: string, edit: (manifest: AnyManifest) => void = () => {}): string {
  const manifest = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8")) as AnyManifest
  edit(manifest)
  for (const file of manifest.files) {
    const bytes = readFileSync(join(copy, file.path))
    Object.assign(file, { bytes: bytes.length, sha256: hashOf(bytes) })
  }
  const written = canonicalJson(manifest)
  writeFileSync(join(copy, "manifest.json"), written)
  const home = join(dirname(copy), hashOf(written))
  renameSync(copy, home)
  return home
}

export function rewrite(copy: string, path: string, edit: (text: string) => string): void {
  const text = readFileSync(join(copy, path), "utf8")
  const edited = edit(text)
  if (edited === text) throw new Error(`nothing was edited in ${path}`)
  writeFileSync(join(copy, path), edited)
}

/** Edits a file and makes every hash fit again. */
export function forge(copy: string, path: string, edit: (text: string) => string): string {
  rewrite(copy, path, edit)
  return resealed(copy)
}
