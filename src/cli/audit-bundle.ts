import { createHash } from "node:crypto"
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { Hash, hashOf } from "../record/id.ts"
import type { PluginRef } from "../record/recipe.ts"
import { PROVENANCE } from "../training/export/assemble.ts"
import { BUNDLE_SCHEMA, MANIFEST, Manifest } from "../training/export/manifest.ts"
import { counted } from "../view/format.ts"
import { type Finding, rowsAgain } from "./audit-bundle-rows.ts"
import { EXIT, UsageError } from "./exit.ts"
import { faultLines } from "./fault-lines.ts"
import { pluginsAmong, verifiersOf } from "./plugins.ts"
import { clean, print, printJson, style } from "./terminal.ts"

/** Whether a path leads to a bundle of `agon export --target`, or to what is left of one. */
export function isBundle(typed: string): boolean {
  return [MANIFEST, PROVENANCE].some((name) => existsSync(join(resolve(typed), name)))
}

/** `agon audit <bundle>`: every file by its hash and every row by its judge, offline. */
export async function auditBundle(
  typed: string,
  asJson: boolean,
  withdrawn: readonly Finding[] = [],
  plugins: readonly PluginRef[] = [],
): Promise<number> {
  const folder = realpathSync(resolve(typed)) // a link to a bundle has a name of its own
  const audited = await auditFolder(folder, plugins)
  const report = { ...audited, faults: [...audited.faults, ...withdrawn] }
  if (asJson) printJson({ bundle: basename(folder), ...report })
  else for (const line of linesOf(folder, report)) print(line)
  return report.faults.length === 0 ? EXIT.done : EXIT.halted
}

export interface BundleReport {
  readonly files: number
  readonly rows: number
  readonly problems: number
  readonly attempts: number
  readonly faults: readonly Finding[]
  readonly notes: readonly string[]
}

export async function auditFolder(
  folder: string,
  plugins: readonly PluginRef[] = [],
): Promise<BundleReport> {
  const { manifest, faults } = byteFaults(folder)
  if (manifest === undefined) {
    return { files: 0, rows: 0, problems: 0, attempts: 0, notes: [], faults }
  }
  const { files } = manifest
  const needed = pluginsAmong(manifest.verifiers, plugins, `bundle ${basename(folder)}`)
  const verifiers = verifiersOf({ plugins: needed })
  const again = await rowsAgain(manifest, (path) => readFile(join(folder, path)), verifiers)
  const rows = files.reduce((sum, { split, rows: n }) => sum + (split ? (n ?? 0) : 0), 0)
  return { files: files.length, rows, ...again, faults: [...faults, ...again.faults] }
}

/** The first part of an audit: every byte by its hash. Without a manifest there is no more. */
export function byteFaults(folder: string): { manifest?: Manifest; faults: Finding[] } {
  const bytes = readFile(join(folder, MANIFEST))
  if (bytes === undefined) return { faults: [{ where: MANIFEST, fault: "it is missing" }] }
  const content = parseJson(Buffer.from(bytes).toString("utf8"))
  const faults = nameFaults(hashOf(bytes), basename(folder))
  const manifest = Manifest.safeParse(content)
  if (!manifest.success) {
    if (faults.length === 0) refuseOther(content)
    const fault = "it is not readable, so nothing else can be checked"
    return { faults: [...faults, { where: MANIFEST, fault }] }
  }
  faults.push(...fileFaults(folder, manifest.data))
  return { manifest: manifest.data, faults }
}

/** Who gave the folder a name of their own changed no byte, and is told the name that it had. */
function nameFaults(hash: Hash, name: string): Finding[] {
  if (hash === name) return []
  const fault = Hash.safeParse(name).success
    ? "its hash is not the name of the folder"
    : `the folder is not named by its hash, ${hash}`
  return [{ where: MANIFEST, fault }]
}

/** Another version is no damage, where its own name fits it. */
function refuseOther(manifest: unknown): void {
  const { schema } = (manifest ?? {}) as { schema?: unknown }
  if (typeof schema !== "string" || schema === BUNDLE_SCHEMA) return
  throw new UsageError(
    `this bundle is of schema ${clean(schema.slice(0, 64))}`,
    `this version of agon checks ${BUNDLE_SCHEMA}`,
  )
}

function fileFaults(folder: string, { files }: Manifest): Finding[] {
  const listed = new Set([MANIFEST, ...files.map(({ path }) => path)])
  const extra = filesIn(folder).filter((path) => !listed.has(path))
  return [
    ...files.flatMap(({ path, bytes, sha256 }) => {
      const found = fileAt(join(folder, path))
      if (found === undefined) return [{ where: path, fault: "it is missing" }]
      if (found.sha256 === sha256) return []
      const size = found.bytes === bytes ? "" : `, and has ${found.bytes} bytes instead of ${bytes}`
      return [{ where: path, fault: `its bytes are not those of its hash${size}` }]
    }),
    ...extra.map((path) => ({
      where: path,
      fault: `the manifest does not list it${leftBy(path)}`,
    })),
  ]
}

/** Python would run such a file in place of the source beside it, so it is no less a fault. */
function leftBy(path: string): string {
  return path.includes("__pycache__/")
    ? "; Python leaves such files where it imports from: delete it, or import from a copy"
    : ""
}

/** A link could lead anywhere, so it is no file of a bundle. */
function fileAt(path: string): { bytes: number; sha256: Hash } | undefined {
  if (!existsSync(path) || !lstatSync(path).isFile()) return undefined
  const content = readFileSync(path)
  const sha256 = createHash("sha256").update(content).digest("hex") as Hash
  return { bytes: content.length, sha256 }
}

function filesIn(folder: string, under = ""): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under === "" ? entry.name : `${under}/${entry.name}`
    return entry.isDirectory() ? filesIn(folder, path) : [path]
  })
}

function readFile(path: string): Uint8Array | undefined {
  return fileAt(path) && readFileSync(path)
}

function linesOf(folder: string, report: BundleReport): string[] {
  const { files, rows, problems, attempts, faults, notes } = report
  return [
    style("bold", basename(folder)),
    `files        ${counted(files, "file")}: hashed again`,
    `keys         ${counted(problems, "problem")}: derived again, proved by a second method`,
    `verdicts     ${counted(attempts, "attempt")}: read and judged again`,
    `rows         ${counted(rows, "row")}: made again from the evidence`,
    ...notes.map((text) => `note         ${clean(text)}`),
    "",
    ...faultLines(faults, "export the run again, and do not train on this"),
  ]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
