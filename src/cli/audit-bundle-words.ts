import { promptedSolver } from "../../agents/solver/machine.ts"
import { seatedSolver } from "../../agents/solver/seated.ts"
import { sameJson } from "../record/canonical.ts"
import type { Lesson, Offered } from "../training/export/example.ts"
import type { Manifest } from "../training/export/manifest.ts"
import { otherVersion } from "./audit-bundle-claims.ts"
import type { Finding } from "./audit-bundle-rows.ts"
import { wordsOf } from "./export-bundle-gather.ts"

/**
 * Whether what is trained on is what was judged: the judge has seen the pair's completion and the
 * problem's spec, a trainer sees the words that were made of them.
 */
export function wordFaults({ pair, problem, prompt, completion }: Lesson, manifest: Manifest) {
  const solver = manifest.solver === "seated" ? seatedSolver : promptedSolver
  const due = wordsOf(pair, problem, solver)
  const said = otherVersion(manifest)
  return [
    ...(sameJson(prompt, due.prompt) ? [] : [`its prompt is not what the problem asks${said}`]),
    ...(completion === due.completion ? [] : [`its completion is not the pair's${said}`]),
  ]
}

/** A proposal is the spec of its problem; best and worst are so by what their call has earned. */
export function offerFaults(offers: readonly Offered[]): Finding[] {
  return [...Map.groupBy(offers, ({ call }) => call).values()].flatMap((own) => {
    const rewards = own.map(({ reward }) => reward)
    return own.flatMap((offer) => faultsOf(offer, Math.max(...rewards), Math.min(...rewards)))
  })
}

function faultsOf(
  { call, seat, text, problem, rank, reward }: Offered,
  most: number,
  least: number,
) {
  const claims: readonly (readonly [holds: boolean, fault: string])[] = [
    [
      problem === undefined || sameJson(specIn(text), problem.spec),
      "its words are of another problem",
    ],
    [rank !== "best" || reward === most, "another of its call has earned more"],
    [rank !== "worst" || reward === least, "another of its call has earned less"],
  ]
  const where = `${call} seat ${seat}`
  return claims.flatMap(([holds, fault]) => (holds ? [] : [{ where, fault }]))
}

function specIn(text: string): unknown {
  try {
    const { proposals } = JSON.parse(text) as { proposals: { spec: unknown }[] }
    return proposals[0]?.spec
  } catch {
    return undefined
  }
}
