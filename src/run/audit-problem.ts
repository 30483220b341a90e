import { CallOutcome } from "../record/call.ts"
import { canonicalJson, hasCanonicalForm, type Json } from "../record/canonical.ts"
import type { ProblemId } from "../record/id.ts"
import { mintPair, type Pair } from "../record/pair.ts"
import { mintProblem, type Problem } from "../record/problem.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { levelOf } from "../rule/ladder.ts"
import type { Store } from "../store.ts"
import type { Verifier } from "../verifier.ts"
import { RunFailure } from "./failure.ts"
import { differenceFrom } from "./formalise.ts"

/**
 * What is wrong with a recorded problem: its verifier derives and states everything again. A level
 * is a place on a ladder that a later verifier may have moved; `sameLadder` says that it has not. A
 * statement that a model wrote has to have been read back as an equal spec: `reading`, null where
 * no reading is recorded.
 */
export function problemFaults(
  problem: Problem,
  verifiers: readonly Verifier[],
  sameLadder: boolean,
  reading?: Json | null,
): string[] {
  const verifier = verifiers.find(({ name }) => name === problem.verifier)
  if (verifier === undefined) return [`there is no verifier ${problem.verifier} to judge it again`]
  const faults: string[] = []
  if (mintProblem(withoutId(problem)).id !== problem.id) {
    faults.push("its content does not match its id")
  }
  try {
    faults.push(...contentFaults(problem, verifier, sameLadder, reading))
  } catch (error) {
    if (error instanceof RunFailure) throw error // its plug-in is gone: it was not asked
    faults.push(`its verifier crashed on it: ${String(error).slice(0, 200)}`)
  }
  return faults
}

function contentFaults(
  problem: Problem,
  verifier: Verifier,
  sameLadder: boolean,
  reading: Json | null | undefined,
): string[] {
  const parsed = verifier.spec.safeParse(problem.spec)
  if (!parsed.success || !hasCanonicalForm(parsed.data)) return ["its spec is malformed"]
  const spec = parsed.data
  const skill = verifier.skills.find(({ name }) => name === problem.skill)
  if (skill === undefined || spec.skill !== problem.skill) return ["its spec is of another skill"]
  const derived = verifier.derive(spec)
  if (!derived.ok) return [`its spec has no key: ${derived.reason}`]
  const { key, proof } = derived
  const wordings = Array.from({ length: skill.wordings }, (_, n) => verifier.state(spec, n))
  const { canonical, family } = verifier.identify(spec)
  const rung = skill.measure(spec)
  const claims: [holds: boolean, fault: string][] = [
    [same(key, problem.key), `the key derived from its spec is ${canonicalJson(key)}`],
    [verifier.present(key) === problem.answer, "its answer is not its key"],
    [same(proof, problem.proof), "its proof is of another level"],
    [
      reading === undefined
        ? wordings.some((statement) => same(statement, problem.statement))
        : reading !== null && differenceFrom(problem, reading, verifier) === undefined,
      "its statement does not say what its spec says",
    ],
    [canonical === problem.canonical, "its canonical form is another"],
    [family === problem.family, "its family is another"],
    [
      !sameLadder || (same(rung, problem.rung) && levelOf(skill, rung) === problem.level),
      "its level is another",
    ],
    [
      verifier.recheck(spec, problem.key as never).outcome === "correct",
      "the second method does not prove its key",
    ],
  ]
  return claims.flatMap(([holds, fault]) => (holds ? [] : [fault]))
}

/** What formalisers made of the statements that a model wrote, by their recorded replies. */
export async function readingsOf(
  parts: { readonly store: Store; formalised(outcome: CallOutcome): Json | undefined },
  problems: readonly Problem[],
): Promise<Map<ProblemId, Json | null>> {
  const written = problems.filter(({ lineage }) => lineage.proposal?.isWritten)
  const calls = written.flatMap(({ lineage }) => lineage.proposal?.formalised ?? [])
  const replies = await parts.store.settled(calls)
  return new Map(
    written.map(({ id, lineage }) => {
      const reply = replies.get(lineage.proposal?.formalised ?? "")
      const outcome = reply && CallOutcome.safeParse(JSON.parse(reply.body))
      return [id, (outcome?.success && parts.formalised(outcome.data)) || null]
    }),
  )
}

/**
 * What is wrong with a kept pair, judged again from the record alone. A majority label is checked
 * by nobody when it is kept, so there only the recorded verdict must be the one that is due.
 */
export function pairFaults(
  pair: Pair,
  problem: Problem,
  verifiers: readonly Verifier[],
  rate: SolveRate | undefined,
): string[] {
  const verifier = verifiers.find(({ name }) => name === problem.verifier)
  if (verifier === undefined) return [`there is no verifier ${problem.verifier} to judge it again`]
  const faults: string[] = []
  if (mintPair(withoutId(pair)).id !== pair.id) faults.push("its content does not match its id")
  if (!same(pair.solveRate, rate)) faults.push("its solve rate is not the one that was judged")
  if (pair.label === "reference" && pair.completion !== problem.answer) {
    faults.push("its completion is not the verifier's key")
  }
  try {
    const verdict = verifier.judge(problem.spec as never, problem.key as never, pair.completion)
    if (verdict.outcome !== "correct" && pair.label !== "majority") {
      faults.push(`judged again it is ${verdict.outcome}: ${verdict.reason}`)
    }
    if (!same(verdict, pair.verdict)) faults.push("judged again its verdict is another")
  } catch (error) {
    if (error instanceof RunFailure) throw error // its plug-in is gone: it was not asked
    faults.push(`its verifier crashed on it: ${String(error).slice(0, 200)}`)
  }
  return faults
}

function withoutId<Content extends { readonly id: unknown }>({ id: _id, ...content }: Content) {
  return content
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null)
}
