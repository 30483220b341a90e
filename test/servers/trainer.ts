import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { startLearner } from "../../src/model/embedded/learner.ts"
import type { Outcome } from "../../src/model/embedded/outcome.ts"
import { TrainingConfig } from "../../src/record/job.ts"
import { JobFile } from "../../src/training/job-folder.ts"

// A training program for tests: the embedded learner behind the protocol of docs/training.md. It
// learns for real, and equal jobs give equal bytes. `node trainer.ts [--slow ms] <job.json>`

const WEIGHTS = "model.safetensors"
const SAMPLES = 4 // of each prompt, under grpo; what is judged alike teaches nothing

const path = process.argv.at(-1)!
const job = JobFile.parse(JSON.parse(readFileSync(path, "utf8")))
const slow = Number(process.argv[process.argv.indexOf("--slow") + 1] ?? 0)
const learner = startLearner({ threads: 1 })
process.on("SIGTERM", () => learner.close().then(() => process.exit(143)))

mkdirSync(job.work, { recursive: true })
// What a killed run has begun is counted by whoever looks into the log.
console.log(`begun ${job.verb} ${job.job}`)
const out = join(job.out, WEIGHTS)
const result = job.verb === "create" ? await create() : await train()
if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow))
writeFileSync(join(job.out, "config.json"), JSON.stringify({ model: job.model }))
writeFileSync(join(path, "..", "result.json"), JSON.stringify(result))
console.log(`done ${job.job}`)
await learner.close()

async function create() {
  taken(await learner.create({ path: out, seed: job.config.seed! }))
  return { steps: 0, rows: 0, tokens: 0, loss: 0 }
}

async function train() {
  const base = join(job.work, "base.safetensors")
  copyFileSync(join(job.base!, WEIGHTS), base)
  const request = {
    bundle: job.method === "grpo" ? await paidRows(base) : job.data!,
    base,
    out,
    config: TrainingConfig.parse(job.config),
  }
  const progress = (progress: object) => console.log(JSON.stringify({ progress }))
  const { steps, rows, tokens, loss } = taken(await learner.train(request, progress))
  return { steps, rows, tokens, loss, metrics: { loss } }
}

/** Samples for every prompt, each weighed by how much better it was judged than the others. */
async function paidRows(checkpoint: string): Promise<string> {
  const rows = readFileSync(job.data!, "utf8").split("\n").filter(Boolean)
  const asked = rows.map((row): { prompt: string; problem: string } => JSON.parse(row))
  const sampling = { samples: SAMPLES, temperature: 1, maxTokens: 8, seed: job.config.seed! }
  const calls = asked.map(({ prompt }) => ({ prompt, ...sampling }))
  const { replies } = taken(await learner.complete(checkpoint, calls))
  const paid = await Promise.all(
    replies.map(async (reply, at) => {
      const { prompt, problem } = asked[at]!
      const texts = "samples" in reply ? reply.samples.map(({ text }) => text) : []
      const rewards = await rewardsFor(problem, texts)
      const known = rewards.filter((reward) => reward !== null)
      const mean = known.reduce((sum, reward) => sum + reward, 0) / Math.max(1, known.length)
      return texts.flatMap((completion, seat) => {
        const reward = rewards[seat] ?? null
        if (reward === null || reward === mean) return [] // undecided is no 0
        return [`${JSON.stringify({ prompt, completion, weight: reward - mean })}\n`]
      })
    }),
  )
  const path = join(job.work, "paid.jsonl")
  const lines = paid.flat()
  console.log(`paid ${lines.length} samples of ${rows.length} prompts`)
  if (lines.length === 0) copyFileSync(job.data!, path)
  else writeFileSync(path, lines.join(""))
  return path
}

async function rewardsFor(problem: string, answers: string[]): Promise<(number | null)[]> {
  const body = JSON.stringify({ items: answers.map((answer) => ({ problem, answer })) })
  const headers = { "content-type": "application/json" }
  const reply = await fetch(`${job.reward!.url}/v1/judge`, { method: "POST", headers, body })
  const { verdicts } = (await reply.json()) as { verdicts: { reward: number | null }[] }
  return verdicts.map(({ reward }) => reward)
}

function taken<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value
  console.error(outcome.message)
  process.exit(1)
}
