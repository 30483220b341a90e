import { hash } from "node:crypto"
import type { Mark } from "../cli/grade-mark.ts"
import type { OptionReader } from "../cli/grade-options.ts"
import { createGroups, type Groups } from "./groups.ts"
import { createMemory } from "./memory.ts"
import type { Metrics } from "./metrics.ts"
import type { Pool } from "./pool.ts"
import type { ProblemIndex } from "./problems.ts"
import { type Task, UNJUDGED, type Unjudged, unjudged } from "./task.ts"

const VERDICTS_KEPT_MAX = 65_536 // about 10 MB; a training step asks for some thousands
const ID_DIGITS = 24
const SAYINGS_MAX = 4_096 // there are fewer; more would be a mistake, and cost no more than memory

/** What a dialect asks to have judged. */
export interface Item {
  readonly target: Target
  readonly answer: string
  /** Attempts at the same problem share one, for the metrics. */
  readonly group?: string | undefined
}

export type Target =
  | { readonly kind: "key"; readonly key: string; readonly options?: unknown }
  | { readonly kind: "problem"; readonly id: string }
  /** The dialect could not tell what the answer is to be compared with. */
  | { readonly kind: "none"; readonly reason: Unjudged }

/** What a mark says of an answer, whenever it is asked: not where, nor how long it took. */
export type Said = Omit<Mark, "span" | "micros">

/** A verdict as the server gives it. */
export interface Judged extends Said {
  /** Of whom asked, where what was asked makes no sense: in words. */
  readonly fault?: string
  /** The judge with its version. */
  readonly verifier: string
  readonly skill: string
  /** Equal for the same item, answer and version of the judge, whenever it is asked. */
  readonly verdictId: string
}

export interface Core {
  judge(items: readonly Item[]): Promise<readonly Judged[]>
  readonly groups: Groups
}

type Tell<What> = (what: What) => void

/** What is known of an item: what its mark says, or who waits for it. */
type Known = Said | Tell<Said>[]

export interface CoreParts {
  readonly pool: Pool
  readonly metrics: Metrics
  readonly problems: ProblemIndex
  readonly options: OptionReader
  /** Name and version of the judge of free-form answers, and versions of the verifiers by name. */
  readonly judgeName: string
  readonly versions: ReadonlyMap<string, string>
}

/**
 * One judge behind all dialects. What was judged before, or is being judged, is not judged again:
 * trainers repeat requests that they have lost patience with.
 */
export function openCore(parts: CoreParts): Core {
  const { pool, metrics } = parts
  const memory = createMemory<Known>(VERDICTS_KEPT_MAX)
  const shared = createSharing()
  const groups = createGroups()
  const seconds = metrics.histogram("agon_judge_seconds")
  const tally = createTally(metrics)

  function markFor(name: string, task: Task, from: object, tell: Tell<Said>): void {
    const known = memory.get(name)
    if (known !== undefined) {
      metrics.count("agon_repeated_total")
      if (Array.isArray(known)) known.push(tell)
      else tell(known)
      return
    }
    const waiting = [tell]
    memory.set(name, waiting)
    pool.judge(task, from, (mark) => {
      const said = shared(mark)
      // Our own trouble says nothing about the answer: another try may have more luck.
      if (mark.reason in UNJUDGED || mark.reason === "crash") memory.delete(name)
      else memory.set(name, said)
      seconds.observe(mark.micros / 1e6)
      for (const each of waiting) each(said)
    })
  }

  function judgeOne({ target, answer, group }: Item, from: object, tell: Tell<Judged>): void {
    const ready = readied(parts, target, answer)
    const { verifier, skill } = ready
    const name = nameOf(verifier, ready.asked, answer)
    const told = (said: Said, fault: { readonly fault?: string }) => {
      const verdictId = `verdict_${name.slice(0, ID_DIGITS)}`
      const judged = { ...said, ...fault, verifier, skill, verdictId }
      tally(judged)
      if (group !== undefined) groups.add(group, judged)
      tell(judged)
    }
    if (ready.ok) markFor(name, ready.task, from, (said) => told(said, NO_FAULT))
    else told(shared(unjudged(ready.reason)), { fault: ready.fault })
  }

  return {
    judge: (items) =>
      new Promise((resolve) => {
        const judged = new Array<Judged>(items.length)
        let left = items.length
        if (left === 0) resolve(judged)
        for (const [at, item] of items.entries()) {
          judgeOne(item, judged, (one) => {
            judged[at] = one
            if (--left === 0) resolve(judged)
          })
        }
      }),
    groups,
  }
}

const NO_FAULT = {}

/** Counts verdicts. */
function createTally(metrics: Metrics): Tell<Judged> {
  const verdicts = metrics.counters("agon_verdicts_total", ["outcome", "skill"])
  return ({ outcome, skill, reason }) => {
    verdicts(outcome, skill || "none")
    if (outcome === "undecided") metrics.count("agon_undecided_total", { reason })
    if (reason === "stopped") metrics.count("agon_stopped_total")
    if (reason === "deadline") metrics.count("agon_deadline_total")
  }
}

type Ready = {
  readonly verifier: string
  readonly skill: string
  /** What the answer is compared with, as texts that name it. */
  readonly asked: readonly string[]
} & (
  | { readonly ok: true; readonly task: Task }
  | { readonly ok: false; readonly reason: Unjudged; readonly fault: string }
)

function readied(parts: CoreParts, target: Target, answer: string): Ready {
  const byKey = { verifier: parts.judgeName, skill: "" }
  const refused = (reason: Unjudged, fault: string, asked: readonly string[]) =>
    ({ ok: false, ...byKey, reason, fault, asked }) as const
  switch (target.kind) {
    case "none":
      return refused(target.reason, UNJUDGED[target.reason], [])
    case "key": {
      const { key } = target
      const read = parts.options(target.options)
      if (!read.ok) return refused("bad-options", read.why, ["key", key])
      const task = { kind: "key", key, options: read.text, answer } as const
      return { ok: true, ...byKey, asked: ["key", key, read.text], task }
    }
    case "problem": {
      const asked = ["problem", target.id]
      const problem = parts.problems.byId(target.id)
      if (problem === undefined) {
        return refused("unknown-problem", `there is no problem ${target.id}`, asked)
      }
      const { verifier, skill, spec, key } = problem
      const name = `${verifier}@${parts.versions.get(verifier)}`
      const task = { kind: "problem", verifier, spec, key, answer } as const
      return { ok: true, verifier: name, skill, asked, task }
    }
  }
}

/** As it comes: a part of it would keep the whole alive, and many thousands are kept. */
function nameOf(verifier: string, asked: readonly string[], answer: string): string {
  return hash("sha256", JSON.stringify([verifier, ...asked, answer]))
}

/**
 * One object for all marks that say the same. Most say one of a few dozen things, and what is
 * remembered of thousands a second is what the collector has to move, while nobody is answered.
 */
function createSharing(): (mark: Mark) => Said {
  const known = new Map<string, Said>()
  return ({ outcome, method, level, reason, policy, witness }) => {
    const name = [outcome, method, level, reason, policy].join()
    let said = known.get(name)
    if (said === undefined) {
      said = { outcome, method, level, reason, ...(policy !== undefined && { policy }) }
      if (known.size < SAYINGS_MAX) known.set(name, said)
    }
    return witness === undefined ? said : { ...said, witness }
  }
}
