import { all, create } from "mathjs"
import { describe, expect, it } from "vitest"
import { schoolArithmetic } from "../../curricula/school-arithmetic.ts"
import { randomStream } from "../../src/rule/random.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

/**
 * An engine that shares no line with ours works out the same questions. mathjs only ever sees our
 * own statements here, in exact fractions; no agent's text comes near it.
 */
const mathjs = create(all!)
mathjs.config({ number: "Fraction" })

/** What mathjs can be asked as it stands: the skills of these verifiers and of this curriculum. */
const VERIFIED: ReadonlySet<string> = new Set(["arithmetic"])
const PLAYED: ReadonlySet<string> = new Set(schoolArithmetic.skills)
const SAMPLES_PER_RUNG = 150

describe("keys agree with another engine's", () => {
  for (const verifier of VERIFIERS) {
    for (const skill of verifier.skills.filter(isAsked(verifier.name))) {
      it(skill.name, () => {
        const random = randomStream(7, "oracle", skill.name)
        let compared = 0
        for (const rung of [...skill.levels, ...skill.beyond]) {
          for (let i = 0; i < SAMPLES_PER_RUNG; i++) {
            const spec = skill.sample(rung, random)
            const derived = verifier.derive(spec)
            if (!derived.ok) continue
            const { text } = verifier.state(spec, random.int(skill.wordings))
            const key = verifier.present(derived.key)
            expect(agrees(text, key), `${text} → ${key}`).toBe(true)
            compared++
          }
        }
        expect(compared).toBeGreaterThan(400)
      })
    }
  }
})

function isAsked(verifier: string): (skill: { readonly name: string }) => boolean {
  return ({ name }) => VERIFIED.has(verifier) || PLAYED.has(name)
}

/** Substitutes the key into an equation, or works out what is asked. */
function agrees(statement: string, key: string): boolean {
  const asked = mathematicsOf(statement)
  const [left, right] = asked.split("=")
  if (right?.includes("x") || left!.includes("x")) {
    const at = (side: string) => mathjs.evaluate(side, { x: mathjs.fraction(key) })
    return mathjs.equal(at(left!), at(right!)) === true
  }
  return mathjs.equal(mathjs.evaluate(left!), mathjs.fraction(key)) === true
}

const BARE = [
  /^(?:Find x if|What is x if) (?<formula>.+)[.?]$/,
  /^(?:What is|Compute|Find the value of) (?<formula>.+?)(?: in lowest terms)?[.?]$/,
  /^(?:Simplify|Reduce|Write|Solve) (?<formula>.+?)(?: (?:in|to) lowest terms| for x)?\.$/,
  /^(?<formula>.+?)(?:, x)? = \?$/,
]

const WORDED = [
  [/^Find the sum of (.+) and (.+)\.$/, "($1) + ($2)"],
  [/^Find the product of (.+) and (.+)\.$/, "($1) * ($2)"],
  [/^(?:What is|Find|Compute|How much is) (\d+)% of (\d+)[.?]$/, "($1) / 100 * ($2)"],
  [/^Subtract (.+) from (.+)\.$/, "($2) - ($1)"],
  [/^Find the remainder when (.+) is divided by (.+)\.$/, "($1) mod ($2)"],
] as const

/** The formula in a statement; operations said in words are put into signs. */
function mathematicsOf(statement: string): string {
  const text = statement.replaceAll("×", "*")
  for (const [pattern, formula] of WORDED) {
    if (pattern.test(text)) return text.replace(pattern, formula)
  }
  for (const pattern of BARE) {
    const formula = pattern.exec(text)?.groups?.formula
    if (formula !== undefined) return formula.replace(/(\d)x/g, "$1*x")
  }
  throw new Error(`no wording of ours: ${statement}`)
}
