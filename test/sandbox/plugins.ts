import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll } from "vitest"
import { sealPlugin } from "../../src/sandbox/manifest.ts"
import { openPluginVerifier, type PluginOptions } from "../../src/sandbox/plugin.ts"
import { type Holding, probeSandbox } from "../../src/sandbox/probe.ts"

/** Whether this machine has a sandbox; tests of what it keeps out run only where it has. */
export const HOLDING = await probeSandbox()
/** What a machine without bubblewrap says. */
export const NOT_HELD: Holding = { ok: false, why: "bubblewrap is not installed", advice: "do" }

/** A folder that is removed when the file is done. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "agon-plugin-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A sealed plug-in whose files are these, by path. */
export function pluginOf(
  files: Readonly<Record<string, string>>,
  manifest: Readonly<Record<string, unknown>> = { module: "verifier.js" },
): string {
  const folder = scratch()
  const about = { name: "double", version: "1.0.0", protocol: 1, ...manifest }
  const all = { ...files, "agon-verifier.json": JSON.stringify(about) }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const fault = sealPlugin(folder)
  if (fault !== null) throw new Error(fault)
  return folder
}

/** Opens a plug-in in the sandbox, or without one where the machine has none. */
export async function opened(folder: string, options: PluginOptions = {}) {
  const found = await openPluginVerifier(folder, { unsafe: true, ...options })
  if (!found.ok) throw new Error(found.refused)
  afterAll(() => found.plugin.close())
  return found.plugin
}

/** A whole verifier as a module; `judge` is the body of its judge, of (spec, key, answer). */
export function doubling(
  judge = 'return answer.trim() === key ? yes("text") : no("text")',
): string {
  return `import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync, writeSync } from "node:fs"
import { z } from "zod"
const proof = { level: "proved" }
const yes = (method, evidence = {}) => ({ outcome: "correct", method, proof, evidence })
const no = (method) => ({ ...yes(method), outcome: "incorrect", reason: "different" })
const AXES = [{ name: "n", values: [999, 9999], meaning: "the largest number" }]
export const verifier = {
  name: "double",
  version: "1.0.0",
  spec: z.strictObject({ skill: z.literal("double"), n: z.int().min(1).max(99999) }),
  skills: [{
    name: "double", title: "Doubling", wordings: 3, axes: AXES,
    levels: [{ n: 999 }], beyond: [{ n: 9999 }],
    sample: (rung, random) => ({ skill: "double", n: 1 + random.int(rung.n) }),
    mutate: (spec) => ({ ...spec, n: spec.n > 1 ? spec.n - 1 : 2 }),
    measure: ({ n }) => ({ n: n > 999 ? 9999 : 999 }),
  }],
  derive: ({ n }) => ({ ok: true, key: String(2 * n), proof: { level: "proved" } }),
  recheck: ({ n }, key) => (key === String(n + n) ? yes("sum") : no("sum")),
  judge(spec, key, answer) { ${judge} },
  state({ n }, wording) {
    const verb = ["Double", "Take twice", "Add to itself"][wording % 3]
    return { text: verb + " " + n + ".", latex: verb + " $" + n + "$.", format: "integer" }
  },
  present: (key) => key,
  identify: ({ n }) => ({ canonical: "2*" + n, family: "2*" + n }),
  mistakes: (spec, key) => [key + "1", key + "2", key + "3"],
}
`
}
