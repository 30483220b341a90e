/**
 * Which proposer teaches best at equal compute? Runs one recipe under several policies and seeds,
 * two single-threaded runs at a time, and compares final sealed-test accuracy pair by pair.
 *
 *   npm run bench:proposer -- [--recipe runs/default.ts] [--seeds 5] [--policies learned,uniform]
 */
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { meanInterval } from "../src/rule/statistics.ts"
import { championAt, readHistory } from "../src/run/history.ts"
import { openSqliteStore } from "../src/store/sqlite.ts"

const { values } = parseArgs({
  options: {
    recipe: { type: "string", default: "runs/default.ts" },
    seeds: { type: "string", default: "5" },
    policies: { type: "string", default: "learned,failure,frontier,uniform" },
    out: { type: "string" },
    keep: { type: "string" },
  },
})
const RUNS_AT_ONCE = 2 // one thread each on two cores
const BASELINE = "uniform"

interface Result {
  readonly policy: string
  readonly seed: number
  /** Champion on the sealed test after the last round, and its mean over all rounds; percent. */
  readonly final: number
  readonly area: number
  readonly tokens: number
}

const policies = values.policies.split(",")
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
const folder = values.keep ?? join(tmpdir(), `agon-bench-${process.pid}`)
mkdirSync(folder, { recursive: true })
const jobs = seeds.flatMap((seed) => policies.map((policy) => ({ policy, seed })))
const results: Result[] = []
await Promise.all(
  Array.from({ length: RUNS_AT_ONCE }, async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const result = await runOne(job.policy, job.seed)
      results.push(result)
      process.stderr.write(`${result.policy} seed ${result.seed}: ${result.final.toFixed(1)} %\n`)
    }
  }),
)
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
const report = table(results)
process.stdout.write(report)
if (values.out !== undefined) writeFileSync(values.out, report)

async function runOne(policy: string, seed: number): Promise<Result> {
  const name = `${policy}-${seed}`
  const journal = join(folder, name, "journal.sqlite")
  if (!existsSync(journal)) {
    const args = ["bin/agon.js", "run", values.recipe, "--runs", folder, "--name", name]
    args.push("--seed", String(seed), "--threads", "1", "--no-report")
    args.push("--set", `proposer.policy=${policy}`)
    await new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] })
      child.on("error", reject)
      child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`${name}: ${code}`))))
    })
  }
  const store = openSqliteStore(journal, { readOnly: true })
  const history = await readHistory(store)
  await store.close()
  if (history?.closed === undefined) throw new Error(`${name} did not finish`)
  const shares = history.rounds.map(({ round }) => {
    const { rate } = championAt(history, round).results.test!
    return (100 * rate.correct) / rate.tried
  })
  const area = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const tokens = history.rounds.at(-1)?.closed?.tokens ?? 0
  return { policy, seed, final: shares.at(-1)!, area, tokens }
}

function table(all: readonly Result[]): string {
  const find = (policy: string, seed: number) =>
    all.find((result) => result.policy === policy && result.seed === seed)!
  const head = `| policy | ${seeds.map((seed) => `seed ${seed}`).join(" | ")} | mean | minus uniform [95 %] | area minus uniform [95 %] |`
  const rule = `|---|${seeds.map(() => "---|").join("")}---|---|---|`
  const rows = policies.map((policy) => {
    const mine = seeds.map((seed) => find(policy, seed))
    const mean = meanInterval(mine.map(({ final }) => final)).mean.toFixed(1)
    const versus = (field: "final" | "area") =>
      policy === BASELINE || !policies.includes(BASELINE)
        ? ""
        : difference(mine.map((own) => own[field] - find(BASELINE, own.seed)[field]))
    const finals = mine.map(({ final }) => final.toFixed(1)).join(" | ")
    return `| ${policy} | ${finals} | ${mean} | ${versus("final")} | ${versus("area")} |`
  })
  const tokens = policies.map(
    (policy) => `${policy} ${find(policy, 1).tokens.toLocaleString("en")}`,
  )
  return `${[
    `Recipe ${values.recipe}, seeds 1 to ${seeds.length}; final sealed-test accuracy of the champion, percent.`,
    `Node ${process.versions.node}, ${cpus()[0]?.model ?? "unknown processor"}, one thread a run.`,
    `Tokens sampled and trained at seed 1: ${tokens.join(", ")}. Every run makes the same number of training steps.`,
    "",
    head,
    rule,
    ...rows,
    "",
    "Differences are paired by seed; the interval is Student's, over seeds. Area: mean over all rounds.",
  ].join("\n")}\n`
}

function difference(values: readonly number[]): string {
  const { mean, interval } = meanInterval(values)
  const signed = (value: number) => `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`
  return `${signed(mean)} [${signed(interval.low)}, ${signed(interval.high)}]`
}
