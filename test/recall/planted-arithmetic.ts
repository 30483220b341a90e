import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

/**
 * Loaded before the command, with `--import`: puts an earlier arithmetic in the place of the real
 * one, with three planted faults. A sum whose value ends in 3 gets a key that is one too large, and
 * the second method falls for it, too. A product takes an answer that is one too large for right. A
 * difference takes no answer that ends in 4.
 */
const PLANTED = `
const isWrongSum = ({ skill, first, second }) =>
  skill === "integer-addition" && (first + second) % 10 === 3
export const arithmetic = {
  ...real,
  version: "0.9.0",
  derive(spec) {
    const found = real.derive(spec)
    if (!found.ok || !isWrongSum(spec)) return found
    return { ...found, key: String(BigInt(found.key) + 1n) }
  },
  recheck(spec, key) {
    return real.recheck(spec, isWrongSum(spec) ? String(BigInt(key) - 1n) : key)
  },
  judge(spec, key, answer) {
    const verdict = real.judge(spec, key, answer)
    if (spec.skill === "integer-multiplication" && verdict.outcome === "incorrect") {
      const isNext = real.judge(spec, String(BigInt(key) + 1n), answer).outcome === "correct"
      return isNext ? real.judge(spec, key, key) : verdict
    }
    if (spec.skill === "integer-subtraction" && answer.trim().endsWith("4")) {
      return { ...real.judge(spec, key, "none"), reason: "planted" }
    }
    return verdict
  },
}
`

const FILE = "/verifiers/arithmetic/verifier.ts"

registerHooks({
  load(url, context, next) {
    if (!url.endsWith(FILE)) return next(url, context)
    const text = readFileSync(fileURLToPath(url), "utf8")
    const source = `${text.replace("export const arithmetic =", "const real =")}\n${PLANTED}`
    return { format: "module-typescript", shortCircuit: true, source }
  },
})
