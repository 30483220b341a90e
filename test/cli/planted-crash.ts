import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

const FILE = "/verifiers/arithmetic/verifier.ts"
const CRASHING = `
export const arithmetic = {
  ...real,
  judge(spec, key, answer) {
    const known = [key, ...real.mistakes(spec, key)]
    if (!known.includes(answer)) throw new Error("planted")
    return real.judge(spec, key, answer)
  },
}
`

/**
 * Loaded before the command, with `--import`: arithmetic crashes on every answer that it did not
 * think of itself.
 */
registerHooks({
  load(url, context, next) {
    if (!url.endsWith(FILE)) return next(url, context)
    const text = readFileSync(fileURLToPath(url), "utf8")
    const source = `${text.replace("export const arithmetic =", "const real =")}\n${CRASHING}`
    return { format: "module-typescript", shortCircuit: true, source }
  },
})
