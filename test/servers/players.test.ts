import { describe, expect, it } from "vitest"
import type { Json } from "../../src/record/canonical.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Skill, SkillSpec, Verifier } from "../../src/verifier.ts"
import { skillNamed } from "../../verifiers/index.ts"
import { competent } from "./competent.ts"
import { FORMS, hostile, TEXTS } from "./hostile.ts"
import { mediocre } from "./mediocre.ts"
import { startOpenAiServer } from "./openai.ts"
import type { Heard, Player } from "./player.ts"
import { solveWords } from "./solve.ts"

const SKILLS = [
  ...["integer-addition", "integer-subtraction", "integer-multiplication", "integer-remainder"],
  ...["order-of-operations", "fraction-addition", "fraction-multiplication", "percentage"],
  ...["decimal-addition", "powers", "greatest-common-divisor", "linear-equation", "word-problem"],
]

interface Exercise {
  readonly verifier: Verifier
  readonly skill: Skill
  readonly spec: SkillSpec
  readonly key: Json
  readonly text: string
}

function exercise(name: string, seed: number): Exercise {
  const { skill, verifier } = skillNamed(name)!
  const random = randomStream(seed, "exercise", name)
  const spec = skill.sample(skill.levels[random.int(skill.levels.length)]!, random)
  const derived = verifier.derive(spec)
  if (!derived.ok) throw new Error(derived.reason)
  const { text } = verifier.state(spec, random.int(skill.wordings))
  return { verifier, skill, spec, key: derived.key, text }
}

function heard(words: string, more: Partial<Heard> = {}): Heard {
  const turns = [{ role: "user" as const, text: words }]
  const luck = { seed: 0, temperature: 1, choice: 0 }
  return { system: "", turns, schema: null, tools: [], ...luck, ...more }
}

function rateOf(player: Player, name: string, count: number): number {
  let correct = 0
  for (let seed = 0; seed < count; seed++) {
    const { verifier, spec, key, text } = exercise(name, seed)
    const reply = player(heard(`<problem>\n${text}\n</problem>\n\nUse <answer> tags.`))
    const [, answer = ""] = /<answer>(.*)<\/answer>/s.exec(reply.text) ?? []
    if (verifier.judge(spec, key, answer).outcome === "correct") correct++
  }
  return correct / count
}

describe("the competent player", () => {
  for (const name of SKILLS) {
    it(`solves ${name}`, () => {
      expect(rateOf(competent, name, 20)).toBe(1)
    })
  }

  it("finds a statement among instructions, with tags or without", () => {
    const { text } = exercise("linear-equation", 3)
    const answer = solveWords(text)!.answer
    for (const words of [
      `You are a solver.\n\n${text}\n\nThink first.`,
      `Problem: ${text}\nAnswer in a box.`,
      `<problem>${text}</problem> The answer is a whole number.`,
    ]) {
      expect(solveWords(words)?.answer).toBe(answer)
    }
  })

  it("answers in tags where the prompt asks for them", () => {
    const asked = heard("<problem>What is 2 + 2?</problem>", {
      system: "End with <answer>…</answer>.",
    })
    expect(competent(asked).text).toContain("<answer>4</answer>")
  })

  it("solves by its own arithmetic what no skill has stated", () => {
    const sums: readonly (readonly [words: string, answer: string])[] = [
      ["Please work out (3 + 4) * 5 - 2^3 for me.", "27"],
      ["Work out 1/2 + 1/3 now.", "5/6"],
      ["For which y is 3y - 4 = 2(y + 5)?", "14"],
      ["How much would 15% of 80 be?", "12"],
    ]
    for (const [words, answer] of sums) expect(solveWords(words)?.answer).toBe(answer)
    expect(solveWords("What is the colour of the sky?")).toBeUndefined()
  })

  it("proposes valid and varied specs of the skills and levels that it is asked for", () => {
    const specs = ["integer-addition", "linear-equation"].map((skill) => ({
      ...{ type: "object", required: ["skill"] },
      properties: {
        skill: { const: skill },
        ...Object.fromEntries(["first", "second", "a", "b", "c", "d"].map((name) => [name, {}])),
      },
    }))
    const items = {
      type: "object",
      properties: {
        spec: { anyOf: specs },
        answer: { type: "string" },
        statement: { type: "string" },
      },
    }
    const schema = { type: "object", properties: { proposals: { type: "array", items } } }
    const prompt = "Pose 12 problems.\nskill: integer-addition, level: 3\nskill: linear-equation"
    const reply = competent(heard(prompt, { schema }))
    const { proposals } = JSON.parse(reply.text)
    expect(proposals).toHaveLength(12)
    expect(new Set(proposals.map(({ spec }: never) => JSON.stringify(spec))).size).toBe(12)
    for (const { spec, answer, statement } of proposals) {
      const { verifier, skill } = skillNamed(spec.skill)!
      const read = verifier.spec.parse(spec)
      const derived = verifier.derive(read)
      expect(derived).toMatchObject({ ok: true })
      if (derived.ok) expect(verifier.judge(read, derived.key, answer).outcome).toBe("correct")
      expect(solveWords(statement)?.understood?.spec).toEqual(spec)
      if (skill.name !== "integer-addition") continue
      for (const [axis, amount] of Object.entries(skill.measure(read))) {
        expect(amount).toBeLessThanOrEqual(skill.levels[2]![axis]!)
      }
    }
  })

  it("formalises a statement into the spec behind it", () => {
    const simple = ["integer-addition", "linear-equation", "fraction-addition", "word-problem"]
    for (const name of [...simple, "integer-expression", "order-of-operations"]) {
      const { spec, text } = exercise(name, 5)
      const fields = Object.keys(spec).map((field) => [field, {}])
      const own = {
        type: "object",
        properties: { ...Object.fromEntries(fields), skill: { const: name } },
      }
      const schema = { type: "object", properties: { spec: own } }
      const words = `What does this say?\n\n<statement>On a card it says: ${text}</statement>`
      expect(JSON.parse(competent(heard(words, { schema })).text)).toEqual({ spec })
    }
  })
})

describe("every player", () => {
  for (const player of [competent, mediocre, hostile]) {
    it(`says the same to the same words: ${player.name}`, () => {
      for (let seed = 0; seed < 10; seed++) {
        const { text } = exercise("integer-subtraction", seed)
        const first = player(heard(text)).text
        player(heard(`something else ${seed}`))
        expect(player(heard(text)).text === first).toBe(true)
      }
    })
  }

  it("hears neither seed nor choice when it is greedy", () => {
    const { text } = exercise("integer-addition", 1)
    const replies = [0, 1, 2, 3].map((choice) =>
      mediocre(heard(text, { temperature: 0, seed: choice, choice })),
    )
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1)
  })
})

describe("the mediocre player", () => {
  it("is right about half of the time", () => {
    for (const name of ["integer-addition", "linear-equation"]) {
      const rate = rateOf(mediocre, name, 120)
      expect(rate).toBeGreaterThan(0.35)
      expect(rate).toBeLessThan(0.65)
    }
  })
})

describe("the hostile player", () => {
  it("is never right by itself, and tries everything", () => {
    const texts = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      texts.add(
        hostile(heard(`word ${seed}`))
          .text.slice(0, 40)
          .replace(/\d+/, ""),
      )
    }
    expect(texts.size).toBeGreaterThanOrEqual(TEXTS.length)
  })

  it("sends all of its ten megabytes whatever the limit, in a stream, too", async () => {
    const huge = TEXTS.map((text) => text(heard("x"))).find((text) => text.length > 10_000_000)!
    const player: Player = () => ({ text: huge, thinking: "", toolUses: [], isEndless: true })
    const server = await startOpenAiServer({ player })
    const messages = [{ role: "user", content: "x" }]
    for (const stream of [false, true]) {
      const body = JSON.stringify({ model: "local-7b", max_tokens: 9, messages, stream })
      const response = await fetch(`${server.url}/v1/chat/completions`, { method: "POST", body })
      const { length } = await response.text()
      expect(length).toBeGreaterThan(huge.length)
    }
    await server.close()
  })

  it("uses tools that nobody offered and inputs that nobody takes", () => {
    const tools = [{ name: "calculator", input: {} }]
    const replies = Array.from({ length: 60 }, (_, n) => hostile(heard(`word ${n}`, { tools })))
    const uses = replies.flatMap(({ toolUses }) => toolUses)
    expect(uses.some(({ name }) => name !== "calculator")).toBe(true)
    expect(uses.some(({ input }) => Object.hasOwn(input as object, "__proto__"))).toBe(true)
    expect(Math.max(...replies.map(({ toolUses }) => toolUses.length))).toBeGreaterThan(100)
  })

  it("proposes nothing that a verifier takes", () => {
    const asked = heard("skill: integer-addition")
    const { spec } = skillNamed("integer-addition")!.verifier
    for (const form of FORMS) {
      const taken = specsIn(form(asked)).filter((value) => spec.safeParse(value).success)
      expect(taken).toEqual([])
    }
  })
})

/** Whatever stands in the place of a spec, where the text is JSON at all. */
function specsIn(text: string): unknown[] {
  try {
    const { proposals, spec } = JSON.parse(text)
    const list: unknown[] = Array.isArray(proposals) ? proposals : []
    return [spec, ...list.map((item) => (item as { spec?: unknown } | null)?.spec)]
  } catch {
    return []
  }
}
