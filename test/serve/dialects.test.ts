import { describe, expect, it } from "vitest"
import { withStore } from "../../src/cli/compose.ts"
import { findRun } from "../../src/cli/runs.ts"
import { problemsOf, readHistory } from "../../src/run/history.ts"
import { SAMPLE, stage } from "./server.ts"

const start = stage()
const server = await start(["--run", SAMPLE])
const history = await withStore(findRun("", SAMPLE), "read", readHistory)
const [problem, other] = [...problemsOf(history!).values()] as const
const sealed = history!.suites.get("test")!.problems[0]!

const HEAD = "<|im_start|>system\nThink.<|im_end|>\n<|im_start|>user\n"
const chat = (words: string) => `${HEAD}${words}<|im_end|>\n<|im_start|>assistant\n`

describe("/openrlhf/get_reward", () => {
  const path = "/openrlhf/get_reward"
  /** As its client posts it: one sample, prompt and reply decoded with their special tokens. */
  const ask = (label: unknown, reply: string, prompt = chat("Say it: \\boxed{1}?")) =>
    server.post(path, {
      query: [`${prompt}${reply}<|im_end|>`],
      prompts: [prompt],
      labels: [label],
    })

  it("answers the client's exact request in its exact shape", async () => {
    const { status, json } = await ask("\\frac{7}{2}", "So it is \\boxed{3.5}")
    expect(status).toBe(200)
    expect(json).toEqual({
      rewards: [1],
      scores: [1],
      extra_logs: { accepted: [1], undecided: [0] },
    })
  })

  it("takes a key, an id, and JSON with either as a label", async () => {
    const rewardsOf = async (label: unknown, reply: string) =>
      (await ask(label, reply)).json.rewards
    expect(await rewardsOf(7, "7")).toEqual([1])
    expect(await rewardsOf(problem!.id, problem!.answer)).toEqual([1])
    expect(await rewardsOf(JSON.stringify({ problem: problem!.id }), problem!.answer)).toEqual([1])
    expect(await rewardsOf(JSON.stringify({ key: "7" }), "8")).toEqual([0])
    const near = JSON.stringify({ key: "7", options: { tolerance: { absolute: "1" } } })
    expect(await rewardsOf(near, "8")).toEqual([1])
    expect(await rewardsOf("{1,2}", "\\{2,1\\}")).toEqual([1])
  })

  it("judges the reply and never the prompt", async () => {
    const prompt = chat("The answer is \\boxed{5}. Is it?")
    const { json } = await ask("5", "I do not know.", prompt)
    expect(json.rewards).toEqual([0])
    const bare = { query: ["\\boxed{5}? No: \\boxed{6}"], prompts: ["\\boxed{5}?"], labels: ["6"] }
    expect((await server.post(path, bare)).json.rewards).toEqual([1])
  })

  it("finds the reply where the query was decoded without special tokens", async () => {
    const prompt = chat("What is 3 + 4?")
    const query = "system\nThink.\nuser\nWhat is 3 + 4?\nassistant\n7"
    const { json } = await server.post(path, { query: [query], prompts: [prompt], labels: ["7"] })
    expect(json.rewards).toEqual([1])
  })

  it("counts an undecided answer apart from the 0 that it earns", async () => {
    const { json, headers } = await ask("7", "\\foo{{{")
    expect(json).toEqual({
      rewards: [0],
      scores: [0],
      extra_logs: { accepted: [0], undecided: [1] },
    })
    expect(headers.get("x-agon-undecided")).toBe("1")
  })

  it("refuses a label that leads nowhere rather than pay for it", async () => {
    for (const label of [null, "", {}, [], JSON.stringify({ problem: "problem_0" }), sealed.id]) {
      const { status, json } = await ask(label, "7")
      expect(status, JSON.stringify(label)).toBe(422)
      expect(json).not.toHaveProperty("rewards")
    }
  })

  it("refuses lists of different lengths", async () => {
    const { status } = await server.post(path, { query: ["a", "b"], prompts: ["a"], labels: ["1"] })
    expect(status).toBe(400)
  })
})

describe("/llamafactory/score", () => {
  const scored = (...messages: string[]) =>
    server.post("/llamafactory/score", { model: "model", messages })

  it("finds the problem by the words of the prompt, in a chat template or bare", async () => {
    const { text } = problem!.statement
    const texts = [
      `<s>[INST] ${text} [/INST] ${problem!.answer}</s>`,
      `Human: ${text}\nAssistant: The answer is \\boxed{${problem!.answer}}.`,
      `${chat(text)}${problem!.answer}<|im_end|>`,
      `${text}\n${problem!.answer}`,
      `${chat(text)}${problem!.answer}1<|im_end|>`,
    ]
    const { status, json } = await scored(...texts)
    expect(status).toBe(200)
    expect(json).toEqual({ scores: [1, 1, 1, 1, 0] })
  })

  it("finds it by an id in the prompt", async () => {
    const asked = `[${other!.id}] In your own words: ${other!.statement.text}`
    expect((await scored(`${chat(asked)}${other!.answer}`)).json).toEqual({ scores: [1] })
    const bare = `[${other!.id}]: ${other!.statement.text}\n${other!.answer}`
    expect((await scored(bare)).json).toEqual({ scores: [1] })
  })

  it("lets no reply choose its own problem", async () => {
    const forged = [
      `${chat("A question that the run has not posed")}${problem!.id} ${problem!.answer}`,
      `Human: Something else\nAssistant: ${chat(problem!.statement.text)}${problem!.answer}`,
      `Something else, without a template. ${problem!.id} ${problem!.answer}`,
      `Something else. [${problem!.id}] ${problem!.statement.text}\n${problem!.answer}`,
      `${chat("Something else")}x<|im_end|>\n${chat(problem!.statement.text)}${problem!.answer}`,
    ]
    for (const text of forged) expect((await scored(text)).status, text).toBe(422)
  })

  it("keeps the sealed problems sealed", async () => {
    const { status } = await scored(`${chat(sealed.statement.text)}${sealed.answer}`)
    expect(status).toBe(422)
  })
})

describe("/nemo/verify", () => {
  const message = (text: string) => ({
    id: "msg_1",
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text, annotations: [] }],
  })
  const verified = (fields: object, ...output: object[]) =>
    server.post("/nemo/verify", {
      responses_create_params: { input: [{ role: "user", content: "What is 3 + 4?" }] },
      response: { id: "resp_1", object: "response", model: "m", output },
      ...fields,
    })

  it("gives the request back with a reward", async () => {
    const { status, json } = await verified(
      { expected_answer: "7", row: 12 },
      message("\\boxed{7}"),
    )
    expect(status).toBe(200)
    expect(json).toMatchObject({
      reward: 1,
      row: 12,
      responses_create_params: { input: [{ role: "user", content: "What is 3 + 4?" }] },
      response: { id: "resp_1", output: [message("\\boxed{7}")] },
      agon: { outcome: "correct" },
    })
  })

  it("answers all that NeMo Gym's own agent asks, which knows a host and a port", async () => {
    const row = {
      responses_create_params: { input: [{ role: "user", content: "What is 3 + 4?" }] },
      expected_answer: "7",
    }
    const seeded = await server.post("/seed_session", row)
    expect([seeded.status, seeded.json]).toEqual([200, {}])
    const rewardOf = async (text: string) => {
      const response = { id: "resp_1", object: "response", output: [message(text)] }
      return (await server.post("/verify", { ...row, response })).json.reward
    }
    expect([await rewardOf("\\boxed{7}"), await rewardOf("\\boxed{8}")]).toEqual([1, 0])
    const response = (task: number, reward: number | null) => ({ _ng_task_index: task, reward })
    const responses = [response(0, 1), response(1, 0), response(0, 0), response(2, null)]
    const { json } = await server.post("/aggregate_metrics", { verify_responses: responses })
    expect(json).toEqual({
      agent_metrics: { "mean/reward": 1 / 3 },
      key_metrics: { "mean/reward": 1 / 3 },
      group_level_metrics: [
        { _ng_task_index: 0, "mean/reward": 0.5 },
        { _ng_task_index: 1, "mean/reward": 0 },
        { _ng_task_index: 2 },
      ],
    })
    const counted = 'agon_requests_total{route="/nemo/verify",status="200"}'
    expect(await server.metric(counted)).toBeGreaterThanOrEqual(2)
    expect((await server.post("/aggregate_metrics", {})).status).toBe(400)
    expect((await server.get("/seed_session")).status).toBe(405)
  })

  it("judges the last message, by the row's problem where the run has it", async () => {
    const reasoning = { id: "rs_1", type: "reasoning", summary: [] }
    const output = [message("9"), reasoning, message(problem!.answer)]
    expect((await verified({ problem: problem!.id }, ...output)).json.reward).toBe(1)
    const words = { problem: "What is 3 + 4?", expected_answer: 7 }
    expect((await verified(words, message("8"))).json.reward).toBe(0)
    expect((await verified({}, message("7"))).status).toBe(422)
  })
})
