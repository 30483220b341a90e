import { canonicalJson, type Json } from "../record/canonical.ts"
import { Rung } from "../record/problem.ts"
import { type Proof, Verdict } from "../record/verdict.ts"
import { randomStream, shuffled } from "../rule/random.ts"
import type { SkillSpec } from "../verifier.ts"
import type { Claim } from "./claim.ts"
import { frozen, type Ground, type Posed, shown } from "./ground.ts"
import { isExactNumber } from "./numbers.ts"
import { worthTheSame } from "./worth.ts"
import { wrongKeys } from "./wrong.ts"

/** Says nothing at all: nobody can be marked right or wrong by it. */
const GARBAGE: readonly Json[] = ["", " ", "\\frac", "(", 5, null, {}, [], true]
/** May be read, and equals nothing, itself included. */
const UNDEFINED: readonly Json[] = ["NaN", "1/0"]

const DIGITS_MIN = 15 // of a key that a numeric second method confirms: what floats hold

/** What a verifier promises about its keys and its specs. */
export const KEY_CLAIMS: readonly Claim[] = [
  {
    name: "derives a proved key that its second method confirms and its judge accepts",
    async check(ground, found) {
      const { subject } = ground
      for (const posed of await ground.problems(ground.settings.samples)) {
        const { spec, key, proof, right } = posed
        found.expect(isSure(proof), () => `unproved: ${shown(spec, key, proof)}`)
        const again = await subject.recheck(spec, key)
        found.expect(isConfirmed(again), () => `recheck: ${shown(spec, key, again)}`)
        const verdict = await subject.judge(spec, key, right)
        ground.mustAccept.tried++
        if (verdict.outcome === "correct" && isSure(verdict.proof)) continue
        ground.mustAccept.wrong++
        found.add(`its own key: ${shown(spec, right, verdict)}`)
      }
    },
  },
  {
    name: "has specs that JSON carries and that its schema admits unchanged",
    async check(ground, found) {
      for (const [i, { spec, key }] of (await ground.problems(ground.share(0.2, 5))).entries()) {
        const relative = await ground.skill.mutate(spec, ground.seed("relatives", i))
        for (const held of [spec, relative]) {
          const carried = JSON.parse(JSON.stringify(held)) as SkillSpec
          found.expect(await ground.subject.admits(carried), () => `refused: ${shown(held)}`)
          found.expect(isRung(await ground.skill.measure(carried)), () => `rung: ${shown(held)}`)
        }
        await carriedInOrder(ground, { spec, key }, (detail) => found.add(detail))
      }
    },
  },
  {
    name: "gives the same answers to the same questions in any order, and changes nothing",
    async check(ground, found) {
      const posed = await ground.problems(ground.share(0.05, 10))
      const first = new Map<Posed, string>()
      for (const problem of posed) first.set(problem, await transcript(ground, frozen(problem)))
      for (const problem of shuffled(posed, randomStream(ground.settings.seed, "order"))) {
        const again = await transcript(ground, problem)
        found.expect(again === first.get(problem), () => difference(first.get(problem)!, again))
      }
      for (const [i, { spec }] of posed.entries()) {
        const rungs = [...ground.skill.levels, ...ground.skill.beyond]
        const seed = ground.seed("problems", i)
        const same = await ground.skill.sample(rungs[i % rungs.length]!, seed)
        found.expect(canonicalJson(same) === canonicalJson(spec), () => `drawn: ${shown(spec)}`)
      }
    },
  },
  {
    name: "refutes every wrong key, however near",
    async check(ground, found) {
      const posed = await ground.problems(ground.share(0.1, 10))
      for (const [turn, { spec, key, right }] of posed.entries()) {
        for (const wrong of wrongKeys(key, right, turn)) {
          const same = isExactNumber(key) ? false : worthTheSame(wrong, right)
          if (same === true) continue // a slip that changed nothing: -(-2), 1*x
          const confirmed = (await ground.subject.recheck(spec, wrong)).outcome === "correct"
          const verdict = await ground.subject.judge(spec, key, wrong)
          // Where floats cannot tell, the two methods of the verifier have to agree.
          const isWrong = same === false || verdict.outcome === "incorrect"
          if (confirmed) {
            found.expect(!isWrong, () => `recheck confirms ${shown(spec, wrong)}, key ${right}`)
            if (same !== false) continue
          }
          ground.mustRefuse.tried++
          if (verdict.outcome !== "correct") continue
          ground.mustRefuse.wrong++
          found.add(`false accept: ${shown(spec, wrong)} against the key ${shown(key)}`)
        }
      }
    },
  },
  {
    name: "confirms no key that says nothing, and judges nothing by it",
    async check(ground, found) {
      const { subject } = ground
      for (const { spec } of await ground.problems(10)) {
        for (const bad of [...GARBAGE, ...UNDEFINED]) {
          const again = await subject.recheck(spec, bad)
          found.expect(again.outcome !== "correct", () => `confirmed: ${shown(spec, bad)}`)
          for (const answer of [String(bad), "7"]) {
            const verdict = await subject.judge(spec, bad, answer)
            const mute = verdict.outcome === "undecided"
            const holds = UNDEFINED.includes(bad) ? verdict.outcome !== "correct" : mute
            found.expect(holds, () => `judged by ${shown(bad)}: ${shown(spec, answer, verdict)}`)
          }
        }
      }
    },
  },
]

/** What a verifier says about a problem, whole: equal wherever and whenever it is asked. */
export async function transcript(ground: Ground, { spec, key, right }: Posed): Promise<string> {
  const { subject, skill } = ground
  return canonicalJson([
    spec,
    await subject.derive(spec),
    await subject.recheck(spec, key),
    await subject.judge(spec, key, right),
    await subject.judge(spec, key, "7"),
    await subject.state(spec, 1),
    await subject.identify(spec),
    await subject.mistakes(spec, key),
    await skill.measure(spec),
    await skill.mutate(spec, ground.seed("same", 0)),
  ])
}

export function difference(first: string, again: string): string {
  let at = 0
  while (at < first.length && first[at] === again[at]) at++
  const from = Math.max(0, at - 40)
  return `first …${first.slice(from, at + 60)}, then …${again.slice(from, at + 60)}`
}

/** Confirmed, with its level of proof; where that is numeric, to as many digits as floats hold. */
function isConfirmed(again: Verdict): boolean {
  const read = Verdict.safeParse(again)
  if (!read.success || read.data.outcome !== "correct") return false
  const { proof } = read.data
  return isSure(proof) || (proof.level === "numeric" && proof.digits >= DIGITS_MIN)
}

function isSure(proof: Proof): boolean {
  return proof.level === "proved" || proof.level === "probabilistic"
}

function isRung(value: unknown): boolean {
  return Rung.safeParse(value).success
}

/** JSON objects have no order: a spec whose fields come in another order asks the same. */
async function carriedInOrder(
  { subject }: Ground,
  { spec, key }: Pick<Posed, "spec" | "key">,
  tell: (detail: string) => void,
): Promise<void> {
  const turned = reversed(spec) as SkillSpec
  const [derived, one, other] = [
    await subject.derive(turned),
    await subject.identify(spec),
    await subject.identify(turned),
  ]
  if (!derived.ok || shown(derived.key) !== shown(key)) tell(`the order of fields: ${shown(spec)}`)
  if (canonicalJson(one) !== canonicalJson(other)) tell(`the order of fields: ${shown(one, other)}`)
}

function reversed(value: Json | undefined): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  const fields = Object.entries(value).reverse()
  return Object.fromEntries(fields.map(([name, member]) => [name, reversed(member)]))
}
