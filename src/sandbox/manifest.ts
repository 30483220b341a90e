import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { canonicalJson } from "../record/canonical.ts"
import { hashOf } from "../record/id.ts"
import { PROTOCOL } from "./protocol.ts"

export const MANIFEST = "agon-verifier.json"
const FILES_MAX = 256 // in a plug-in's folder
const BYTES_MAX = 16 * 1024 * 1024 // of all of them

const SEGMENT = String.raw`(?!\.{1,2}(?:/|$))[\w.-]+`
const Path = z.string().regex(new RegExp(`^${SEGMENT}(/${SEGMENT}){0,7}$`), "a path inside")

/** The file agon-verifier.json: what a plug-in is, how it is started, and what it is made of. */
export const Manifest = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    protocol: z.literal(PROTOCOL),
    /** A program that speaks the protocol, and its arguments; it starts in the folder. */
    command: z.array(z.string().min(1).max(256)).min(1).max(16).optional(),
    /** Or a JavaScript or TypeScript module that exports a verifier. */
    module: Path.optional(),
    /** SHA-256 of every other file in the folder, by path. */
    files: z.record(Path, z.string().regex(/^[0-9a-f]{64}$/)),
  })
  .refine(({ command, module }) => (command === undefined) !== (module === undefined), {
    message: "a plug-in has a command or a module, and not both",
  })
export type Manifest = z.infer<typeof Manifest>

export type PluginFolder =
  | { readonly ok: true; readonly manifest: Manifest; readonly digest: string }
  | { readonly ok: false; readonly refused: string }

/** Reads a plug-in's manifest and checks every file of its folder against it. */
export function readPluginFolder(folder: string): PluginFolder {
  const manifest = readManifest(folder)
  if (typeof manifest === "string") return { ok: false, refused: manifest }
  const found = hashesIn(folder)
  if (typeof found === "string") return { ok: false, refused: found }
  const listed = new Map(Object.entries(manifest.files))
  for (const [path, hash] of found) {
    const expected = listed.get(path)
    if (expected === undefined) return refused(`${path} is not listed in ${MANIFEST}`)
    if (expected !== hash) return refused(`${path} is not what ${MANIFEST} says: its hash differs`)
  }
  for (const path of listed.keys()) {
    if (!found.has(path)) return refused(`${path} is listed in ${MANIFEST} and is not there`)
  }
  if (manifest.module !== undefined && !found.has(manifest.module)) {
    return refused(`the module ${manifest.module} is not there`)
  }
  return { ok: true, manifest, digest: hashOf(canonicalJson(manifest)) }
}

/** Writes the hashes of a folder's files into its manifest; returns why it could not, or null. */
export function sealPlugin(folder: string): string | null {
  const path = join(folder, MANIFEST)
  const found = hashesIn(folder)
  if (typeof found === "string") return found
  const files = Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
  const json = readJson(path)
  if (typeof json !== "object" || json === null) return `${MANIFEST} is missing or is no JSON`
  const read = Manifest.safeParse({ ...json, files })
  if (!read.success) return `${MANIFEST}: ${z.prettifyError(read.error)}`
  writeFileSync(path, `${JSON.stringify(read.data, null, 2)}\n`)
  return null
}

function refused(why: string): PluginFolder {
  return { ok: false, refused: why }
}

function readManifest(folder: string): Manifest | string {
  const json = readJson(join(folder, MANIFEST))
  if (json === undefined) return `${MANIFEST} is missing or is no JSON`
  const read = Manifest.safeParse(json)
  return read.success ? read.data : `${MANIFEST}: ${z.prettifyError(read.error)}`
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    return undefined
  }
}

/** The hash of every file below the folder, or why it is no plug-in. Links are not followed. */
function hashesIn(folder: string): Map<string, string> | string {
  const hashes = new Map<string, string>()
  let bytes = 0
  const waiting = [""]
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const name of readdirSync(join(folder, below))) {
      const path = below === "" ? name : `${below}/${name}`
      if (path === MANIFEST) continue
      const about = lstatSync(join(folder, path))
      if (about.isDirectory()) {
        waiting.push(path)
        continue
      }
      if (!about.isFile()) return `${path} is neither a file nor a folder`
      bytes += about.size
      if (bytes > BYTES_MAX) return `more than ${BYTES_MAX} bytes in the folder`
      if (hashes.size >= FILES_MAX) return `more than ${FILES_MAX} files in the folder`
      hashes.set(path, hashOf(readFileSync(join(folder, path))))
    }
  }
  return hashes
}
