import { describe, expect, it } from "vitest"
import { SAMPLE, stage, verdictsOf } from "./server.ts"

const start = stage()
const plain = await start()
const sampled = await start(["--run", SAMPLE])

const REMAINDER = "problem_ac1cf0862abff679d0429a4b" // of the sample: 329 mod 5
const UNREADABLE = "\\foo{{{"

async function judged(...items: object[]) {
  return verdictsOf(await plain.post("/v1/judge", { items }))
}

describe("/v1/judge", () => {
  it("gives three values with their reasons, in the order asked, by the ids given", async () => {
    const verdicts = await judged(
      { id: "a", key: "\\frac12", answer: "0.5" },
      { id: 2, key: "x^2+2x+1", answer: "I get \\boxed{(x+1)^2}" },
      { key: "7", answer: "8" },
      { key: "7", answer: UNREADABLE },
    )
    expect(verdicts.map(({ id, outcome, reward }) => [id, outcome, reward])).toEqual([
      ["a", "correct", 1],
      [2, "correct", 1],
      [null, "incorrect", 0],
      [null, "undecided", null],
    ])
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({
        method: expect.any(String),
        level: expect.stringMatching(/^(proved|probabilistic|numeric|none)$/),
        reason: expect.any(String),
        verifier: expect.stringMatching(/^judge@\d/),
        verdict_id: expect.stringMatching(/^verdict_[0-9a-f]{24}$/),
      })
    }
  })

  it("obeys an item's options, and says what is wrong with unknown ones", async () => {
    const verdicts = await judged(
      { key: "3.14", answer: "3.1", options: { tolerance: "0.1" } },
      { key: "3.14", answer: "3.1" },
      { key: "3.14", answer: "3.1", options: { tolerence: "0.1" } },
    )
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(["correct", "incorrect", "undecided"])
    expect(verdicts[2]).toMatchObject({ reason: "bad-options", reward: null })
    expect(verdicts[2]!.fault).toContain("Did you mean tolerance?")
  })

  it("judges a problem of the run by its own verifier", async () => {
    const replies = ["4", "329 = 65*5 + 4. The remainder is \\boxed{4}.", "5"]
    const items = replies.map((answer) => ({ problem: REMAINDER, answer }))
    const unknown = { problem: "problem_000000000000000000000000", answer: "4" }
    const verdicts = verdictsOf(
      await sampled.post("/v1/judge", { items: [...items, unknown, { key: "4", answer: "4" }] }),
    )
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      "correct",
      "correct",
      "incorrect",
      "undecided",
      "correct",
    ])
    expect(verdicts[0]!.verifier).toMatch(/^arithmetic@\d/)
    expect(verdicts[3]).toMatchObject({ reason: "unknown-problem" })
    expect(verdicts[3]!.fault).toContain("problem_000000000000000000000000")
  })

  it("finds the final answer in a reply to a problem, and no part of one", async () => {
    const outcomes = async (...replies: string[]) => {
      const items = replies.map((answer) => ({ problem: REMAINDER, answer }))
      const verdicts = verdictsOf(await sampled.post("/v1/judge", { items }))
      return verdicts.map(({ outcome }) => outcome)
    }
    const right = [
      "The answer is 4.",
      "Since $329 - 325 = \\boxed{4}$, we are done.",
      "So $r = \\boxed{4}$.",
      "329 = 65*5 + 4\n#### 4",
      "Let me see: 329 - 325 = 4.\n\n<answer>4</answer>",
      `${"I divide 329 by 5 and look. ".repeat(400)}So it is \\boxed{4}`,
      "<think>\\boxed{3}? No.</think>\\boxed{4}",
    ]
    for (const outcome of await outcomes(...right)) expect(outcome).toBe("correct")
    const wrong = [
      "The answer is 4 or 5.",
      "\\boxed{4} or \\boxed{5}",
      "2\\boxed{4}",
      "$\\boxed{4} + x$",
      "The answer is not 4.",
      "It is \\boxed{4}. No, wait: it is \\boxed{5}.",
      "4x",
      "",
    ]
    for (const outcome of await outcomes(...wrong)) expect(outcome).not.toBe("correct")
  })

  it("gives the same verdict id to the same item and answer, and judges them once", async () => {
    const item = { key: "x+y", answer: "y+x+0", group: "twice" }
    const before = await plain.metric("agon_repeated_total")
    const [[first], [again]] = [await judged(item), await judged({ ...item, id: "again" })]
    expect(again!.verdict_id).toBe(first!.verdict_id)
    expect((await plain.metric("agon_repeated_total")) - before).toBe(1)
    const others = await judged(
      { ...item, answer: "y+x" },
      { ...item, key: "y+x" },
      { ...item, options: { ordered: true } },
    )
    const ids = new Set([first, ...others].map((verdict) => verdict!.verdict_id))
    expect(ids.size).toBe(4)
  })

  it("remembers all that it said, and of each answer what was said of that one", async () => {
    const items = ["8", "9", "7 or 8", "7", "6.0"].map((answer) => ({ key: "7", answer }))
    const first = await judged(...items)
    expect(new Set(first.map(({ witness }) => witness)).size).toBeGreaterThan(3)
    expect(first.some(({ policy }) => policy !== undefined)).toBe(true)
    expect(await judged(...items)).toEqual(first)
  })

  it("never takes one item for another, wherever their texts are cut", async () => {
    const verdicts = await judged({ key: "1", answer: "2" }, { key: '1","2', answer: "" })
    expect(verdicts[0]!.verdict_id).not.toBe(verdicts[1]!.verdict_id)
  })

  it("says which item is wrong where a request is", async () => {
    for (const items of [
      [{ key: "1" }],
      [{ answer: "1" }],
      [{ key: "1", problem: "p", answer: "1" }],
      [{ key: 1, answer: "1" }],
      [{ key: "1", answer: "1", anwser: "2" }],
    ]) {
      const good = { key: "1", answer: "1" }
      const reply = await plain.post("/v1/judge", { items: [good, ...items] })
      expect(reply.status).toBe(400)
      expect(reply.json.error).toMatchObject({ message: expect.stringContaining("items.1") })
    }
  })

  it("answers nothing with nothing", async () => {
    expect((await plain.post("/v1/judge", { items: [] })).json).toEqual({ verdicts: [] })
  })
})

describe("an undecided verdict", () => {
  const items = [
    { key: "7", answer: "7" },
    { key: "7", answer: UNREADABLE },
  ]

  it("is no number unless the policy makes it one, and the policy can be read", async () => {
    const reply = await plain.post("/v1/judge", { items })
    expect(reply.headers.get("x-agon-undecided")).toBe("1")
    expect((await plain.get("/v1/policy")).json.undecided).toEqual({
      "/v1/judge": "skip",
      "/openrlhf/get_reward": "zero",
      "/llamafactory/score": "zero",
      "/nemo/verify": "zero",
    })
  })

  it("is 0 under zero and refuses the request under error, counted either way", async () => {
    const zero = await start(["--undecided", "zero"])
    const replied = await zero.post("/v1/judge", { items })
    expect(verdictsOf(replied)[1]).toMatchObject({ outcome: "undecided", reward: 0 })
    const line = 'agon_undecided_answered_total{route="/v1/judge",as="zero"}'
    expect(await zero.metric(line)).toBe(1)

    const error = await start(["--undecided", "error"])
    const refused = await error.post("/v1/judge", { items })
    expect(refused.status).toBe(422)
    expect(refused.json.error).toMatchObject({ code: "undecided" })
    expect(verdictsOf(refused).map(({ outcome }) => outcome)).toEqual(["correct", "undecided"])
    const asked = { query: ["p7", `p${UNREADABLE}`], prompts: ["p", "p"], labels: ["7", "7"] }
    const bare = await error.post("/openrlhf/get_reward", asked)
    expect(bare.status).toBe(422)
    expect(bare.json).not.toHaveProperty("rewards")
  })

  it("can be made rarer by options for all", async () => {
    const strict = await start(["--options", '{"unreadable":"incorrect"}'])
    const [, verdict] = verdictsOf(await strict.post("/v1/judge", { items }))
    expect(verdict).toMatchObject({ outcome: "incorrect", reward: 0 })
    expect((await strict.get("/v1/policy")).json.options).toMatchObject({ unreadable: "incorrect" })
  })
})

describe("what the server says of itself", () => {
  it("counts verdicts by outcome and skill, and groups that teach nothing", async () => {
    const item = (answer: string, group: string) => ({ problem: REMAINDER, answer, group })
    const before = await sampled.metric(
      'agon_verdicts_total{outcome="incorrect",skill="integer-remainder"}',
    )
    await sampled.post("/v1/judge", {
      items: [item("4", "mixed"), item("3", "mixed"), item("3", "alike"), item("3", "alike")],
    })
    await sampled.post("/v1/judge", { items: [item("4", "alone")] })
    await sampled.post("/v1/judge", { items: [item("4", "across")] })
    await sampled.post("/v1/judge", { items: [item("4", "across")] })
    expect(
      await sampled.metric('agon_verdicts_total{outcome="incorrect",skill="integer-remainder"}'),
    ).toBe(before + 3)
    expect(await sampled.metric("agon_groups")).toBe(3)
    expect(await sampled.metric("agon_groups_zero_variance")).toBe(2)
    const ratio = await sampled.metric('agon_accept_ratio{skill="integer-remainder"}')
    expect(ratio).toBeGreaterThan(0)
    expect(ratio).toBeLessThan(1)
  })

  it("writes metrics as Prometheus reads them", async () => {
    const { text, headers } = await plain.get("/metrics")
    expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8")
    const sample = /^[a-z_]+(\{([a-z]+="[^"\\\n]*",?)+\})? \d+(\.\d+)?(e-?\d+)?$/
    for (const line of text.trimEnd().split("\n")) {
      if (!line.startsWith("#")) expect(line).toMatch(sample)
    }
    const count = Number(/agon_judge_seconds_count (\d+)/.exec(text)![1])
    expect(text).toContain(`agon_judge_seconds_bucket{le="+Inf"} ${count}`)
    expect(count).toBeGreaterThan(0)
  })

  it("describes every route by the schema that checks it", async () => {
    const { json } = await plain.get("/openapi.json")
    expect(json.openapi).toBe("3.1.0")
    const paths = json.paths as Record<string, Record<string, unknown>>
    for (const [path, { post }] of Object.entries(paths)) {
      if (post === undefined) expect((await plain.get(path)).status).toBe(200)
      else expect((await plain.post(path, "not JSON")).status).toBe(400)
    }
    const text = JSON.stringify(paths["/v1/judge"])
    for (const field of ["items", "answer", "key", "problem", "group", "verdict_id", "witness"]) {
      expect(text).toContain(`"${field}"`)
    }
  })

  it("says in its description what a client must send, and what a refusal looks like", async () => {
    const token = "a-token-of-some-length"
    const guarded = await start(["--token-env", "T"], { T: token })
    const authorized = { Authorization: `Bearer ${token}` }
    const { json } = await guarded.get("/openapi.json", authorized)
    expect(json.security).toEqual([{ bearer: [] }, { basic: [] }])
    expect(json.paths).toMatchObject({ "/healthz": { get: { security: [] } } })
    expect((await guarded.get("/healthz")).status).toBe(200)
    const { status, json: refusal } = await guarded.post("/v1/judge", { items: [] })
    const responses = (json.paths as Paths)["/v1/judge"]!.post.responses
    expect(Object.keys(responses)).toContain(String(status))
    expect(refusal).toMatchObject({ error: { code: "unauthorized", message: expect.any(String) } })
    expect((await plain.get("/openapi.json")).json.security).toEqual([])
  })

  it("says that it is up, and how many judge", async () => {
    const { status, json } = await plain.get("/healthz")
    expect(status).toBe(200)
    expect(json).toMatchObject({ status: "up", workers: 1, ready: 1, waiting: 0 })
  })
})

type Paths = Readonly<Record<string, { readonly post: { readonly responses: object } }>>
