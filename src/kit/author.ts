/**
 * What a verifier outside this repository may import as `agon` when it runs as a plug-in: the
 * same names as in the whole package, and no more than a judge needs.
 */
export { at, between, nearTop, pick, settingOf, withDigits } from "../../verifiers/kernel/axes.ts"
export { defineSkill, defineVerifier, z } from "../../verifiers/kernel/define.ts"
export { correct, incorrect, PROVED, undecided } from "../record/verdict.ts"
export { randomStream } from "../rule/random.ts"
