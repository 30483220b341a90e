import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { hostileQuestions } from "../test/process/hostile.ts"
import { summaryOf, whole } from "./verifier-tables.ts"

const BIN = fileURLToPath(new URL("../bin/agon.js", import.meta.url))
const STARTS = 21

/** How long `agon grade` of one answer takes, beside Node's own start, in turns. */
export async function coldStart(): Promise<string[]> {
  const one = [BIN, "grade", "--key", "\\frac12", "--answer", "0.5"]
  const uncached = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" }
  timeOf(one, process.env) // fills the cache
  const rounds = Array.from({ length: STARTS }, () => ({
    node: timeOf(["-e", "0"], process.env),
    grade: timeOf(one, process.env),
    first: timeOf(one, uncached),
  }))
  const median = (name: "node" | "grade" | "first") =>
    summaryOf(rounds.map((round) => round[name])).median
  const above = (name: "grade" | "first") => whole(median(name) - median("node"))
  return [
    `| start, median of ${STARTS}, in turns | ms | above Node's own |`,
    "|---|---|---|",
    `| node -e 0 | ${whole(median("node"))} | |`,
    `| agon grade, one answer | ${whole(median("grade"))} | ${above("grade")} |`,
    `| the same, before Node has cached the code | ${whole(median("first"))} | ${above("first")} |`,
  ]
}

function timeOf(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const begun = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore", env })
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`)
  return performance.now() - begun
}

/** A long stream through the command: how fast, and how much memory. */
export async function manyLines(count: number): Promise<string[]> {
  const kinds = ["1/2", "0.5", "x+1", "(x+1)^2", "\\{2,1\\}", "\\boxed{7}", "5 km", "\\sqrt{12}"]
  const keys = ["\\frac12", "7", "1+x", "x^2+2x+1", "\\{1,2\\}", "2\\sqrt3", "5000 m"]
  function* lines() {
    for (let at = 0; at < count; at += 1_000) {
      const block = Array.from({ length: Math.min(1_000, count - at) }, (_, row) => {
        const [key, answer] = [keys[(at + row) % 7], kinds[(at + row) % 8]]
        return `${JSON.stringify({ id: at + row, key, answer })}\n`
      })
      yield block.join("")
    }
  }
  const { seconds, micros, peakMiB } = await stream(lines(), count)
  const { median, mean, p99, longest } = summaryOf(micros)
  return [
    `| agon grade --jsonl | lines a second | median, mean, p99, longest µs | peak memory, MiB |`,
    "|---|---|---|---|",
    `| ${whole(count)} lines | ${whole(count / seconds)} | ` +
      `${[median, mean, p99, longest].map(whole).join(", ")} | ` +
      `${peakMiB.map(whole).join(" and ")} |`,
  ]
}

/** Every hostile question of the tests, through the command. */
export async function underAttack(): Promise<string[]> {
  const questions = hostileQuestions()
  function* lines() {
    for (const [id, { key, answer }] of questions.entries()) {
      yield `${JSON.stringify({ id, key, answer })}\n`
    }
  }
  const { micros, outcomes, peakMiB } = await stream(lines(), questions.length)
  const { median, mean, p99, longest } = summaryOf(micros)
  const falseAccepts = questions.filter(
    ({ equal }, at) => !equal && outcomes[at] === "correct",
  ).length
  const slowest = questions[micros.indexOf(longest)]!.about
  return [
    "| hostile questions | false accepts | median, mean, p99, longest µs | over 100 ms | peak MiB |",
    "|---|---|---|---|---|",
    `| ${questions.length} | ${falseAccepts} | ${[median, mean, p99, longest].map(whole).join(", ")}` +
      ` (${slowest}) | ${micros.filter((time) => time > 100_000).length} | ` +
      `${peakMiB.map(whole).join(" and ")} |`,
  ]
}

async function stream(input: Iterable<string>, count: number) {
  const begun = performance.now()
  const child = spawn(process.execPath, [BIN, "grade", "--jsonl"], {
    stdio: ["pipe", "pipe", "ignore"],
  })
  const micros: number[] = []
  const outcomes: string[] = []
  let rest = ""
  let peakMiB: number[] = []
  const answered = new Promise<void>((resolve) => {
    child.on("close", () => resolve())
    child.stdout.setEncoding("latin1").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n")
      rest = lines.pop()!
      for (const line of lines) {
        const mark = JSON.parse(line)
        micros.push(mark.micros)
        if (outcomes.length < 10_000) outcomes.push(mark.outcome)
      }
      if (micros.length === count) resolve()
    })
  })
  for (const piece of input) {
    if (!child.stdin.write(piece)) await once(child.stdin, "drain")
  }
  await answered
  peakMiB = peaksOf(child.pid!)
  child.stdin.end()
  if (child.exitCode === null) await once(child, "close")
  if (micros.length !== count) throw new Error(`${micros.length} answers to ${count} questions`)
  return { seconds: (performance.now() - begun) / 1_000, micros, outcomes, peakMiB }
}

/** Peak memory of a process and of those it has started, MiB. Linux only. */
function peaksOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
  return [pid, ...children.trim().split(" ").filter(Boolean)].map((id) => {
    const status = readFileSync(`/proc/${id}/status`, "utf8")
    return Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1_024
  })
}
