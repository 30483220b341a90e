import type { Statement } from "../../src/record/problem.ts"
import {
  correct,
  incorrect,
  type Proof,
  undecided,
  type Verdict,
} from "../../src/record/verdict.ts"
import { familyOfAll } from "../../src/rule/partition.ts"
import { statementFault } from "../../src/rule/screen.ts"
import type { Derived, Identity, SkillSpec } from "../../src/verifier.ts"
import type { Parts } from "./composed-parts.ts"
import { type ComposedSpec, type Filled, filledOf, neighboursOf } from "./composed-spec.ts"
import { composedWords, PHRASES, type Stated, type Unsaid } from "./composed-words.ts"

/**
 * The outer key, where the inner one is the number that the outer spec holds, where the problem can
 * be said without that number, and where it matters: another number gives another key.
 */
export function deriveComposed(parts: Parts, spec: ComposedSpec): Derived<string> {
  const { inner, outer } = verifiersOf(parts, spec)
  const first = inner.derive(spec.inner)
  if (!first.ok) return { ok: false, reason: `inner-${first.reason}` }
  if (first.key !== `${filledOf(spec).value}`) return { ok: false, reason: "inner-key-differs" }
  if (inner.state(spec.inner, 0).format !== "integer")
    return { ok: false, reason: "inner-not-whole" }
  const second = outer.derive(spec.outer)
  if (!second.ok) return { ok: false, reason: `outer-${second.reason}` }
  const { key } = second
  // A key is shown without its spec, so that it has to be what a solver would write.
  if (typeof key !== "string" || outer.present(key) !== key) {
    return { ok: false, reason: "outer-key-no-text" }
  }
  const others = neighboursOf(parts, spec)
  const matters = others.some((other) => {
    const derived = outer.derive(other.spec)
    return derived.ok && derived.key !== key
  })
  if (!matters) return { ok: false, reason: "inner-idle" }
  for (let wording = 0; wording < PHRASES.length; wording++) {
    const reason =
      faultOf(parts, spec.inner, first.key, wording, "inner") ??
      faultOf(parts, spec.outer, key, wording, "outer")
    if (reason !== undefined) return { ok: false, reason }
    const words = stateWith(parts, spec, others, wording)
    if ("unsaid" in words) return { ok: false, reason: words.unsaid }
  }
  return { ok: true, key, proof: weakerOf(first.proof, second.proof) }
}

/** What would be wrong with a part as a question of its own: "What is 46?" asks nothing. */
function faultOf(
  parts: Parts,
  part: SkillSpec,
  answer: string,
  wording: number,
  role: string,
): string | undefined {
  const fault = statementFault(saidOf(parts, part, wording), answer)
  return fault && `${role}-${fault}`
}

function saidOf(parts: Parts, spec: SkillSpec, wording: number): Statement {
  const { skill, verifier } = parts.named(spec.skill)
  return verifier.state(spec, wording % skill.wordings)
}

/** Both parts in words, with a letter for the number; or why there are none. */
export function stateComposed(
  parts: Parts,
  spec: ComposedSpec,
  wording: number,
): Statement | Unsaid {
  // Only so many were looked at when the spec was found sound.
  return stateWith(parts, spec, neighboursOf(parts, spec), wording % PHRASES.length)
}

function stateWith(
  parts: Parts,
  spec: ComposedSpec,
  neighbours: readonly Filled[],
  wording: number,
): Statement | Unsaid {
  if (neighbours.length < NEIGHBOURS_MIN) return { unsaid: "no-place" }
  const said = (of: SkillSpec) => saidOf(parts, of, wording)
  const stated = ({ value, spec: of }: Filled): Stated => ({ value, statement: said(of) })
  return composedWords(wording, said(spec.inner), stated(filledOf(spec)), neighbours.map(stated))
}

const NEIGHBOURS_MIN = 2 // one other number could move what is no place by chance

/** Both second methods, each on its own part; the inner key is what the outer spec holds. */
export function recheckComposed(parts: Parts, spec: ComposedSpec, key: string): Verdict {
  const { inner, outer } = verifiersOf(parts, spec)
  const number = `${filledOf(spec).value}`
  const first = inner.recheck(spec.inner, number)
  const second = outer.recheck(spec.outer, key)
  const method = [...new Set([first.method, second.method])].join(" and ")
  if (first.outcome === "undecided") return undecided(method, `inner-${first.reason}`)
  if (first.outcome === "incorrect") {
    return incorrect(method, "inner-key-refuted", { ...first.evidence, inner: number })
  }
  if (second.outcome !== "correct") return second
  const evidence = { ...second.evidence, inner: number }
  return correct(method, evidence, weakerOf(first.proof, second.proof))
}

/**
 * What both parts ask. Which of two equal numbers is the inner answer makes no other problem, and
 * neither does the side of a sum that it stands on. A relative of a part is one of the whole.
 */
export function identifyComposed(parts: Parts, spec: ComposedSpec): Identity {
  const { inner, outer } = verifiersOf(parts, spec)
  const [first, second] = [inner.identify(spec.inner), outer.identify(spec.outer)]
  return {
    canonical: `composed:${first.canonical} → ${second.canonical}`,
    family: familyOfAll([first.family, second.family]),
  }
}

/** Slips in the outer part; the inner answer itself; and inner slips that are carried on. */
export function mistakesComposed(parts: Parts, spec: ComposedSpec, key: string): readonly string[] {
  const { inner, outer } = verifiersOf(parts, spec)
  const { schema } = parts.named(spec.outer.skill)
  const number = `${filledOf(spec).value}`
  const carried = inner.mistakes(spec.inner, number).flatMap((slip) => {
    const other = { ...spec.outer, [spec.at]: Number(slip) }
    const derived = schema.safeParse(other).success ? outer.derive(other) : { ok: false as const }
    return derived.ok && typeof derived.key === "string" ? [derived.key] : []
  })
  const slips = new Set([...outer.mistakes(spec.outer, key), number, ...carried])
  return [...slips].filter((slip) => outer.judge(spec.outer, key, slip).outcome === "incorrect")
}

function verifiersOf(parts: Parts, { inner, outer }: ComposedSpec) {
  return { inner: parts.named(inner.skill).verifier, outer: parts.named(outer.skill).verifier }
}

/** How sure two steps are together that are each so sure. */
function weakerOf(one: Proof, other: Proof): Proof {
  if (one.level === "proved") return other
  if (other.level === "proved") return one
  if (one.level === "numeric" && other.level === "numeric") {
    return { level: "numeric", digits: Math.min(one.digits, other.digits) }
  }
  if (one.level === "numeric") return one
  if (other.level === "numeric") return other
  const errorBound = Math.min(1, one.errorBound + other.errorBound)
  return { level: "probabilistic", errorBound }
}
