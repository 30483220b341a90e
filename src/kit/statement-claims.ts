import type { Json } from "../record/canonical.ts"
import { Statement } from "../record/problem.ts"
import { statementFault } from "../rule/screen.ts"
import type { Claim } from "./claim.ts"
import { type Ground, type Posed, shown } from "./ground.ts"

const WORDINGS_MIN = 3
const PLACES_MAX = 9 // exponents and indices that follow from a position in a list

/** What a verifier promises about its words and its identities. */
export const STATEMENT_CLAIMS: readonly Claim[] = [
  {
    name: "has three wordings or more, each of its own, in words and in LaTeX",
    async check(ground, found) {
      const { wordings } = ground.skill
      found.expect(wordings >= WORDINGS_MIN, () => `only ${wordings} wordings`)
      for (const { spec } of await ground.problems(ground.share(0.05, 10))) {
        const statements = await statementsOf(ground, spec)
        for (const statement of statements) {
          found.expect(Statement.safeParse(statement).success, () => shown(statement))
        }
        for (const kind of ["text", "latex"] as const) {
          const texts = new Set(statements.map((statement) => statement[kind]))
          found.expect(texts.size === wordings, () => `one wording twice: ${shown([...texts])}`)
        }
      }
    },
  },
  {
    name: "states no number that the spec does not hold",
    async check(ground, found) {
      const posed = await ground.problems(ground.share(0.15, 60))
      for (let wording = 0; wording < ground.skill.wordings; wording++) {
        const texts: string[] = []
        for (const { spec } of posed) texts.push(await wordsOf(ground, spec, wording))
        const fixed = inAll(texts.map(numbersIn))
        for (const [i, { spec }] of posed.entries()) {
          const written = JSON.stringify(spec)
          const held = new Set(numbersIn(written))
          const places = written.includes("[") ? PLACES_MAX : -1
          for (const number of numbersIn(texts[i]!)) {
            const known = held.has(number) || fixed.has(number) || Number(number) <= places
            found.expect(known, () => `${number} in ${shown(texts[i], spec)}`)
          }
        }
      }
    },
  },
  {
    name: "never leaks the key in a statement",
    async check(ground, found) {
      const posed = await ground.problems(ground.share(0.15, 20))
      const asked = withoutKeys(posed)
      for (let wording = 0; wording < ground.skill.wordings; wording++) {
        const texts: string[] = []
        for (const { spec } of posed) texts.push(await wordsOf(ground, spec, wording))
        const fixed = inAll(texts.map(tokensIn))
        for (const [i, { spec, right }] of posed.entries()) {
          const statement = await ground.subject.state(spec, wording)
          const fault = statementFault(statement, right)
          found.expect(fault === undefined, () => `${fault}: ${shown(statement.text)}`)
          if (fixed.has(right) || isHeld(asked[i]!, right)) continue
          found.expect(!holds(texts[i]!, right), () => `${right} in ${shown(texts[i])}`)
        }
      }
    },
  },
  {
    name: "gives one canonical text to problems with one key and one family only",
    async check(ground, found) {
      const byCanonical = new Map<string, string>()
      const byText = new Map<string, string>()
      for (const { spec, key } of await ground.problems(ground.settings.samples)) {
        const { canonical, family } = await ground.subject.identify(spec)
        const told = shown(key, family)
        const seen = byCanonical.get(canonical) ?? told
        found.expect(told === seen, () => `${canonical}: ${told} and ${seen}, ${shown(spec)}`)
        byCanonical.set(canonical, seen)
        const { text } = await ground.subject.state(spec, 0)
        const asked = byText.get(text) ?? canonical
        found.expect(asked === canonical, () => `${shown(text)} is ${canonical} and ${asked}`)
        byText.set(text, asked)
      }
    },
  },
]

async function statementsOf(ground: Ground, spec: Posed["spec"]): Promise<Statement[]> {
  const statements: Statement[] = []
  for (let i = 0; i < ground.skill.wordings; i++) {
    statements.push(await ground.subject.state(spec, i))
  }
  return statements
}

async function wordsOf(ground: Ground, spec: Posed["spec"], wording: number): Promise<string> {
  const { text, latex } = await ground.subject.state(spec, wording)
  return `${text} ${latex}`
}

function numbersIn(text: string): string[] {
  return text.match(/\d+/g) ?? []
}

function tokensIn(text: string): string[] {
  return text.match(/[\p{L}\d]+/gu) ?? []
}

/** What stands in every one of the texts: the fixed words of a phrase. */
function inAll(texts: readonly (readonly string[])[]): Set<string> {
  const [first = [], ...others] = texts.map((tokens) => new Set(tokens))
  return new Set([...first].filter((token) => others.every((other) => other.has(token))))
}

/** The specs without a field that is the key in all of them: given, but not to the solver. */
function withoutKeys(posed: readonly Posed[]): Json[] {
  const names = Object.keys(posed[0]?.spec ?? {})
  const keys = new Set(names.filter((name) => posed.every(({ spec, key }) => spec[name] === key)))
  return posed.map(({ spec }) =>
    Object.fromEntries(Object.entries(spec).filter(([name]) => !keys.has(name))),
  )
}

/** A key that the problem itself may happen to mention: 5 - 0 is 5, and 2/9 - 1/9 is 1/9. */
function isHeld(spec: Json, right: string): boolean {
  const held = new Set(tokensIn(JSON.stringify(spec)))
  return tokensIn(right).every((token) => held.has(token))
}

/** Whether a text holds another one, not as a part of a longer word, number or fraction. */
function holds(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + part.length] ?? " "}`
    if (!/[\p{L}\d/^_{}.-]/u.test(around)) return true
  }
  return false
}
