import type { Json } from "../record/canonical.ts"
import type { Rung } from "../record/problem.ts"
import type { Proof } from "../record/verdict.ts"
import { ruleOfThree, wilson } from "../rule/statistics.ts"
import type { Axis, SkillSpec } from "../verifier.ts"
import type { Attack } from "./exploits.ts"
import type { Subject, SubjectSkill } from "./subject.ts"

/** What was found wrong, in a line that names the problem. */
export interface Finding {
  readonly skill: string
  readonly claim: string
  readonly detail: string
}

/** How often a question was asked that has one right outcome, and how often it came out wrong. */
export interface Count {
  readonly tried: number
  readonly wrong: number
  /** Upper 95 % bound of the error rate: the rule of three at none, else Wilson's. */
  readonly bound: number
}

export interface Settings {
  /** Problems a skill for the claims about keys; the others take a share of it. */
  readonly samples: number
  readonly seed: number
  /** The verifier's own exploits.json, read by the caller. */
  readonly attacks: readonly Attack[]
  /** Texts of megabytes, long draws: left out where many suites run in a row. */
  readonly heavy: boolean
  /** Milliseconds, for the limit on hostile text. */
  readonly stopwatch: () => number
}

/** A problem of the skill under test. */
export interface Posed {
  readonly spec: SkillSpec
  readonly key: Json
  readonly proof: Proof
  /** The key as a solver would write it. */
  readonly right: string
}

const FINDINGS_MAX = 5 // of one claim; the sixth tells nothing new
const DETAIL_CHARS_MAX = 400

/** One skill with what its claims share: problems that are made once, and the counts. */
export class Ground {
  readonly subject: Subject
  readonly skill: SubjectSkill
  readonly settings: Settings
  readonly mustAccept = { tried: 0, wrong: 0 }
  readonly mustRefuse = { tried: 0, wrong: 0 }
  private readonly posed: Posed[] = []
  private readonly slips = new WeakMap<Posed, readonly string[]>()

  constructor(subject: Subject, skill: SubjectSkill, settings: Settings) {
    this.subject = subject
    this.skill = skill
    this.settings = settings
  }

  /** This share of the samples, at least `least`. */
  share(part: number, least: number): number {
    return Math.max(least, Math.ceil(this.settings.samples * part))
  }

  /** Problems over all the levels of the skill and what lies beyond, always the same ones. */
  async problems(count: number): Promise<readonly Posed[]> {
    const { skill, subject } = this
    const rungs = [...skill.levels, ...skill.beyond]
    for (let i = this.posed.length; i < count; i++) {
      const spec = await skill.sample(rungs[i % rungs.length]!, this.seed("problems", i))
      const derived = await subject.derive(spec)
      if (!derived.ok) throw new Broken(`sampled a refused spec: ${shown(spec, derived.reason)}`)
      const { key, proof } = derived
      this.posed.push({ spec, key, proof, right: await subject.present(key) })
    }
    return this.posed.slice(0, count)
  }

  /** The mistakes that go with a problem; several claims ask for them. */
  async mistakes(posed: Posed): Promise<readonly string[]> {
    const known = this.slips.get(posed) ?? (await this.subject.mistakes(posed.spec, posed.key))
    this.slips.set(posed, known)
    return known
  }

  /** A seed of its own for each draw of each purpose. */
  seed(purpose: string, index: number): number {
    let hash = this.settings.seed >>> 0
    for (const letter of purpose) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
    return (Math.imul(hash, 0x9e3779b1) + Math.imul(index, 0x85ebca6b)) >>> 0
  }
}

/** Thrown where a verifier is too broken for the claim to go on; it is a finding, too. */
export class Broken extends Error {
  override readonly name = "Broken"
}

/** Collects what one claim finds. */
export class Findings {
  readonly list: Finding[] = []
  readonly ground: Ground
  readonly claim: string

  constructor(ground: Ground, claim: string) {
    this.ground = ground
    this.claim = claim
  }

  get full(): boolean {
    return this.list.length >= FINDINGS_MAX
  }

  add(detail: string): void {
    if (this.full) return
    const { name } = this.ground.skill
    this.list.push({ skill: name, claim: this.claim, detail: detail.slice(0, DETAIL_CHARS_MAX) })
  }

  expect(holds: boolean, detail: () => string): void {
    if (!holds) this.add(detail())
  }

  /** Judges an answer that is right; anything but `correct` is a false reject. */
  async accepts({ spec, key }: Posed, answer: string): Promise<void> {
    const verdict = await this.ground.subject.judge(spec, key, answer)
    this.ground.mustAccept.tried++
    if (verdict.outcome === "correct") return
    this.ground.mustAccept.wrong++
    this.add(`false reject: ${shown(spec, answer)} is ${verdict.outcome}, ${verdict.reason}`)
  }

  /** Judges an answer that is wrong; `correct` is a false accept. */
  async refuses({ spec, key }: Posed, answer: string, why: string): Promise<void> {
    const verdict = await this.ground.subject.judge(spec, key, answer)
    this.ground.mustRefuse.tried++
    if (verdict.outcome !== "correct") return
    this.ground.mustRefuse.wrong++
    this.add(`false accept (${why}): ${shown(spec, answer)} against the key ${shown(key)}`)
  }
}

export function counted({ tried, wrong }: { tried: number; wrong: number }): Count {
  const bound = wrong === 0 ? ruleOfThree(tried) : wilson({ correct: wrong, tried }).high
  return { tried, wrong, bound }
}

/** Every setting that the axes' values make. */
export function combinations(axes: readonly Axis[]): Rung[] {
  return axes.reduce<Rung[]>(
    (rungs, { name, values }) =>
      rungs.flatMap((rung) => values.map((value) => ({ ...rung, [name]: value }))),
    [{}],
  )
}

export function shown(...values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" ")
}

/** Frozen through and through, so that a verifier that changes what it is given throws. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value
  for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}
