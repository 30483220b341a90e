import { randomStream, shuffled } from "../src/rule/random.ts"
import type { Skill, Verifier } from "../src/verifier.ts"
import type { Random } from "../src/world.ts"
import { VERIFIERS } from "../verifiers/index.ts"
import { judge } from "../verifiers/kernel/judge/judge.ts"

/** What a solver in training might write, and what the judge says of it. */
export interface Asked {
  readonly key: string
  readonly answer: string
  readonly outcome: string
}

const GROUP = 8 // attempts at one problem stand together, as trainers send them
const RIGHT_SHARE = 0.5 // a problem that is solved every other time teaches most

/**
 * Groups of attempts at problems of all skills in turn, half of them right. No two are alike: each
 * has a number of its own and a working of its own.
 */
export function makeAnswers(count: number, seed: number): readonly Asked[] {
  const random = randomStream(seed, "serve")
  const owned = VERIFIERS.flatMap((verifier) =>
    verifier.skills.map((skill) => ({ verifier, skill })),
  )
  const asked: Asked[] = []
  let turn: typeof owned = []
  while (asked.length < count) {
    if (turn.length === 0) turn = shuffled(owned, random)
    asked.push(...attemptsAt(turn.pop()!, random))
  }
  return asked.slice(0, count)
}

function attemptsAt(
  { verifier, skill }: { readonly verifier: Verifier; readonly skill: Skill },
  random: Random,
): Asked[] {
  const spec = skill.sample(skill.levels[random.int(skill.levels.length)]!, random)
  const derived = verifier.derive(spec)
  if (!derived.ok) return []
  const key = verifier.present(derived.key as never)
  const question = verifier.state(spec, random.int(skill.wordings)).text
  const wrong = verifier.mistakes(spec, derived.key as never)
  return Array.from({ length: GROUP }, () => {
    const other = wrong[random.int(wrong.length)]!
    const said = random.next() < RIGHT_SHARE ? key : other
    const answer = replyOf({ said, other: said === key ? other : key, question }, random)
    return { key, answer, outcome: judge(key, answer).outcome }
  })
}

interface Said {
  readonly said: string
  readonly other: string
  readonly question: string
}

function replyOf(about: Said, random: Random): string {
  const drawn = random.next()
  const { reply } = REPLIES.find(({ upTo }) => drawn < upTo)!
  return reply(about, `Attempt ${random.int(2 ** 32)}.`, random)
}

/** How replies look, and where the share of each ends: short, worked, long thought, hedged. */
const REPLIES: readonly {
  readonly upTo: number
  readonly reply: (about: Said, name: string, random: Random) => string
}[] = [
  { upTo: 0.2, reply: ({ said }, name) => `${name} The answer is \\boxed{${said}}.` },
  { upTo: 0.3, reply: ({ said }, name) => `${name}\n<answer>${said}</answer>` },
  { upTo: 0.35, reply: ({ said }, name) => `${name}\n#### ${said}` },
  {
    upTo: 0.75,
    reply: ({ said, question }, name, random) =>
      `${name} ${question}\n${working(4, 12, random)}\nSo we get \\boxed{${said}}.`,
  },
  {
    upTo: 0.95,
    reply: ({ said, question }, name, random) =>
      `<think>${name} ${question}\n${working(40, 90, random)}</think>\n\\boxed{${said}}`,
  },
  {
    upTo: 1,
    reply: ({ said, other }, name) => `${name} It is \\boxed{${said}}, or else \\boxed{${other}}.`,
  },
]

/** Sentences as models write them on their way: some hundred characters, or some thousand. */
function working(least: number, most: number, random: Random): string {
  const count = least + random.int(most - least + 1)
  return Array.from({ length: count }, () =>
    STEPS[random.int(STEPS.length)]!(2 + random.int(97), 2 + random.int(97)),
  ).join("\n")
}

const STEPS: readonly ((a: number, b: number) => string)[] = [
  (a, b) => `First note that ${a} + ${b} = ${a + b}.`,
  (a, b) => `Multiplying gives $${a} \\cdot ${b} = ${a * b}$, which we keep for later.`,
  (a, b) => `Let me check that again: $\\frac{${a * b}}{${b}} = ${a}$, as expected.`,
  (a, b) => `If x = ${a}, then x^2 + ${b} = ${a * a + b}, so this case is settled.`,
  (a, b) => `Wait, the term with ${b} cancels, and only ${a} of it remains.`,
  (a) => `\\[ y = ${a}x - ${a * a} \\]`,
  (a, b) => `- the part from ${Math.min(a, b)} to ${Math.max(a, b)} is done;`,
]
