import { registerHooks } from "node:module"

/**
 * Loaded before the command, with `--import`: puts a judge with planted faults in the place of the
 * real one, because the real one has none to show what happens then.
 */
const FAULTY = `
const words = {
  throw() { throw new Error("planted") },
  hang() { for (;;) {} },
  grow() { const held = []; for (;;) held.push(new Array(1_000).fill({})) },
  leave() { process.exit(3) },
  crawl() { const end = performance.now() + 150; while (performance.now() < end) {} },
}
export function judge(key, answer) {
  if (Object.hasOwn(words, answer)) words[answer]()
  const about = { method: "planted", proof: { level: "proved" }, evidence: {} }
  return key === answer
    ? { ...about, outcome: "correct" }
    : { ...about, outcome: "incorrect", reason: "different", witness: answer }
}
`

registerHooks({
  load(url, context, next) {
    if (!url.endsWith("/verifiers/kernel/judge/judge.ts")) return next(url, context)
    return { format: "module", shortCircuit: true, source: FAULTY }
  },
})
