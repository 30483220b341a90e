import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { canonicalJson } from "../record/canonical.ts"
import { type Hash, hashOf } from "../record/id.ts"
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
  | { readonly ok: true; readonly manifest: Manifest; readonly digest: Hash }
  | { readonly ok: false; readonly refused: string; readonly advice?: string }

/** Reads a plug-in's manifest and checks every file of its folder against it. */
export function readPluginFolder(folder: string): PluginFolder {
  const json = readJson(join(folder, MANIFEST))
  if (json === undefined) return { ok: false, refused: NO_MANIFEST }
  if (!Object.hasOwn(json, "files")) {
    return unsealed(`${MANIFEST} has no hashes of the folder's files`)
  }
  const read = Manifest.safeParse(json)
  if (!read.success) return { ok: false, refused: explained(read.error) }
  const manifest = read.data
  const found = hashesIn(folder)
  if (typeof found === "string") return { ok: false, refused: found }
  const listed = new Map(Object.entries(manifest.files))
  for (const [path, hash] of found) {
    const expected = listed.get(path)
    if (expected === undefined) return unsealed(`${path} is not listed in ${MANIFEST}`)
    if (expected !== hash) return unsealed(`${path} is not what ${MANIFEST} says: its hash differs`)
  }
  for (const path of listed.keys()) {
    if (!found.has(path)) return unsealed(`${path} is listed in ${MANIFEST} and is not there`)
  }
  if (manifest.module !== undefined && !found.has(manifest.module)) {
    return { ok: false, refused: noModule(manifest.module) }
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
  if (json === undefined) return NO_MANIFEST
  const read = Manifest.safeParse({ ...json, files })
  if (!read.success) return explained(read.error)
  const { module } = read.data
  if (module !== undefined && !found.has(module)) return noModule(module)
  writeFileSync(path, manifestText(read.data))
  return null
}

const NO_MANIFEST = `${MANIFEST} is missing or holds no JSON object`

function noModule(module: string): string {
  return `${MANIFEST} names the module ${module}, and there is no such file`
}

/** What sealing puts right, if the change was meant. */
function unsealed(why: string): PluginFolder {
  const advice = "where you trust the folder as it is: agon verifier seal <folder>"
  return { ok: false, refused: why, advice }
}

/** As a formatter writes it: the words of a command on one line where they fit. */
function manifestText(manifest: Manifest): string {
  const text = JSON.stringify(manifest, null, 2)
  const lines = text.replace(/\[\n\s+([^\]]*?)\n\s+\]/g, (whole, items: string) => {
    const line = `[${items.replace(/,\n\s+/g, ", ")}]`
    return line.length + COMMAND_INDENT <= COLUMNS_MAX ? line : whole
  })
  return `${lines}\n`
}

const COLUMNS_MAX = 100 // as this repository has it
const COMMAND_INDENT = '  "command": ,'.length

/** One sentence for each thing that is wrong with a manifest. */
function explained({ issues }: z.ZodError): string {
  const told = issues.map(({ path, message, ...issue }) => {
    const where = path.join(".")
    if (issue.code === "unrecognized_keys") return `it has no field ${issue.keys.join(", ")}`
    if (issue.code === "invalid_type") return `${where} is missing or no ${issue.expected}`
    const shape = SHAPES[where]
    return shape === undefined ? `${where} ${message}`.trim() : `${where} is ${shape}`
  })
  return `${MANIFEST}: ${told.join("; ")}`
}

const SHAPES: Readonly<Record<string, string>> = {
  name: "small letters, digits and single dashes",
  version: "three numbers, as in 1.0.0",
  protocol: `${PROTOCOL}`,
  module: "the path of a module inside the folder",
}

function readJson(path: string): object | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(path, "utf8"))
    return typeof json === "object" && json !== null && !Array.isArray(json) ? json : undefined
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
