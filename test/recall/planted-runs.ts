import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect } from "vitest"
import { sealedAnswers } from "../../src/cli/sitting.ts"
import type { EventOf, RunEvent } from "../../src/record/event.ts"
import type { Problem } from "../../src/record/problem.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { tombstonesIn } from "../../src/store/tombstones.ts"
import { bench, lastJson } from "../cli/agon.ts"
import { CLAUDE, environmentFor, RECIPE } from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"

const PLANTED = new URL("./planted-arithmetic.ts", import.meta.url)
/** Under this, a command has the earlier arithmetic, which is wrong, at hand. */
export const EARLIER = { NODE_OPTIONS: `--import ${fileURLToPath(PLANTED)}`, NO_COLOR: "1" }

/** Two learners, of which one is taught sums, and two futures of that one. */
const TRAINED = {
  ...JSON.parse(readFileSync("test/process/small.json", "utf8")),
  problemsPerRound: 120,
}
/** A model answers products and differences, and its own words are what a pair teaches. */
const SAID = {
  ...RECIPE,
  rounds: 2,
  label: "accepted",
  skills: ["integer-multiplication", "integer-subtraction"],
  problemsPerRound: 40,
  attempts: 3,
  sampling: { attemptsMax: 6 },
  seats: { solver: CLAUDE },
  proposer: { policy: "uniform" },
  suites: { developmentPerLevel: 0, testPerLevel: 2 },
}

/** What `agon recall --json` says, as far as it is looked at here. */
export interface Told {
  readonly runs: readonly Numbers[]
  readonly training: readonly { run: string; bundle: string; withdrawn: number }[]
  readonly exports: readonly { bundle: string; folder: string; withdrawn: number }[]
  readonly exportsSeen: number
  readonly checkpoints: readonly { checkpoint: string }[]
  readonly promotions: readonly { run: string; round: number }[]
  readonly measured: readonly Measured[]
}

interface Numbers {
  readonly run: string
  readonly keys: object
  readonly verdicts: { readonly falseAccepts: number; readonly falseRejects: number }
  readonly different: { readonly rates: number }
}

interface Measured {
  readonly run: string
  readonly suite: string
  readonly keys: number
  readonly answers: number
  readonly decisions: number
}

/** Runs that were judged by an arithmetic with planted faults, in a folder of their own. */
export function plantedRuns() {
  const place = bench()
  const { runs } = place

  async function eventsOf(run: string): Promise<RunEvent[]> {
    const store = openSqliteStore(join(runs, run, "journal.sqlite"), { readOnly: true })
    const events: RunEvent[] = []
    for await (const { body } of store.read(0)) events.push(JSON.parse(body) as RunEvent)
    await store.close()
    return events
  }

  /** Problems with a wrong key, and the pairs that were made of them, from the journal alone. */
  async function plantedIn(run: string) {
    const events = await eventsOf(run)
    const posed = only(events, "round.posed").flatMap(({ problems }) => problems)
    const sealed = only(events, "suite.sealed").flatMap(({ problems }) => problems)
    const wrong = new Set([...posed, ...sealed].filter(isKeyWrong).map(({ id }) => id))
    const pairs = only(events, "round.curated").flatMap(({ pairs: kept }) => kept)
    const bad = new Set(pairs.filter(({ problem }) => wrong.has(problem)).map(({ id }) => id))
    return { events, wrong, bad, pairs, sealed: sealed.filter(isKeyWrong) }
  }

  function findings(run: string) {
    return tombstonesIn(join(runs, run, "tombstones.jsonl")).map(({ finding }) => finding)
  }

  return { ...place, eventsOf, plantedIn, findings, play: () => play(place) }
}

/** Plays and exports them all under the earlier arithmetic, and recalls them under the real one. */
async function play({ agon, file, start }: ReturnType<typeof bench>): Promise<Told> {
  const server = await startAnthropicServer({ player: "mediocre" })
  const models = { ...environmentFor({ anthropic: server }), ...EARLIER }
  const under = (...args: string[]) => start(args, EARLIER).ended
  const sums = file("sums.json", JSON.stringify(TRAINED))
  const rest = file("rest.json", JSON.stringify({ ...TRAINED, skills: ["integer-remainder"] }))
  const said = file("said.json", JSON.stringify(SAID))
  const ended = await Promise.all([
    under("run", sums, "--name", "sums", "--no-report"),
    under("run", rest, "--name", "rest", "--no-report"),
    start(["run", said, "--name", "said", "--no-report"], models).ended,
  ])
  ended.push(
    await under("fork", "sums", "--at", "2", "--name", "branch", "--set", "label=accepted"),
  )
  for (const name of ["sums", "rest", "said"]) {
    const targets = name === "said" ? "trl-sft,trl-kto,trl-grpo" : "trl-sft,trl-grpo"
    ended.push(await under("export", name, "--target", targets, "--out", "exports"))
  }
  await server.close()
  for (const one of ended) expect(one, one.err).toMatchObject({ code: 0 })
  return lastJson((await agon("recall", "--json")).out) as unknown as Told
}

export function only<Kind extends RunEvent["kind"]>(events: readonly RunEvent[], kind: Kind) {
  return events.filter((event) => event.kind === kind) as EventOf<Kind>[]
}

/** What a problem's key is, worked out here and by no verifier. */
function isKeyWrong({ skill, spec, key }: Problem): boolean {
  const { first, second } = spec as { first: number; second: number }
  return skill === "integer-addition" && String(first + second) !== key
}

/** Recorded marks of sealed sets against marks made here from the recorded replies. */
export async function otherwiseIn(
  journal: string,
  events: readonly RunEvent[],
): Promise<Map<string, number>> {
  const store = openSqliteStore(journal, { readOnly: true })
  const opening = only(events, "run.opened")[0]!
  const suites = only(events, "suite.sealed")
  const counts = new Map<string, number>()
  for (const { suite, checkpoint, marks } of only(events, "evaluated")) {
    const { problems } = suites.find(({ name }) => name === suite)!
    const answers = await sealedAnswers(store, opening.recipe, checkpoint, problems)
    problems.forEach(({ skill, spec }, at) => {
      const { first, second } = spec as { first: number; second: number }
      const value = VALUES[skill]?.(first, second)
      const answer = answers[at]!
      if (value === undefined || answer.kind !== "answered") return
      const isRight = answer.text.trim() === String(value)
      if (isRight === (marks[at] === "c")) return
      counts.set(suite, (counts.get(suite) ?? 0) + 1)
    })
  }
  await store.close()
  return counts
}

const VALUES: Readonly<Record<string, (first: number, second: number) => number>> = {
  "integer-addition": (first, second) => first + second,
  "integer-subtraction": (first, second) => first - second,
  "integer-multiplication": (first, second) => first * second,
}
