import { hash } from "node:crypto"
import type { Mark } from "../cli/grade-mark.ts"
import type { OptionReader } from "../cli/grade-options.ts"
import { createGroups, type Groups } from "./groups.ts"
import type { Metrics } from "./metrics.ts"
import type { Pool } from "./pool.ts"
import type { ProblemIndex } from "./problems.ts"
import { type Task, UNJUDGED, type Unjudged, unjudged } from "./task.ts"

const VERDICTS_KEPT_MAX = 65_536 // about 20 MB; a training step asks for some thousands
const ID_DIGITS = 24

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

/** A verdict as the server gives it. */
export interface Judged extends Mark {
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
  const verdicts = new Map<string, Promise<Mark>>()
  const groups = createGroups()

  function markFor(id: string, task: Task): Promise<Mark> {
    const known = verdicts.get(id)
    if (known !== undefined) {
      metrics.count("agon_repeated_total")
      verdicts.delete(id)
      verdicts.set(id, known) // the least lately asked for is forgotten first
      return known
    }
    const coming = pool.judge(task).then((mark) => {
      // Our own trouble says nothing about the answer: another try may have more luck.
      if (mark.reason in UNJUDGED || mark.reason === "crash") verdicts.delete(id)
      metrics.observe("agon_judge_seconds", mark.micros / 1e6)
      return mark
    })
    verdicts.set(id, coming)
    if (verdicts.size > VERDICTS_KEPT_MAX) verdicts.delete(verdicts.keys().next().value!)
    return coming
  }

  function tell(judged: Judged, group: string | undefined): Judged {
    const { outcome, skill, reason } = judged
    metrics.count("agon_verdicts_total", { outcome, skill: skill || "none" })
    if (outcome === "undecided") metrics.count("agon_undecided_total", { reason })
    if (reason === "stopped") metrics.count("agon_stopped_total")
    if (reason === "deadline") metrics.count("agon_deadline_total")
    if (group !== undefined) groups.add(group, judged)
    return judged
  }

  async function judgeOne({ target, answer, group }: Item): Promise<Judged> {
    const ready = readied(parts, target, answer)
    const { verifier, skill } = ready
    const verdictId = idOf(verifier, ready.asked, answer)
    const mark = ready.ok ? await markFor(verdictId, ready.task) : unjudged(ready.reason)
    const fault = ready.ok ? {} : { fault: ready.fault }
    return tell({ ...mark, ...fault, verifier, skill, verdictId }, group)
  }

  return { judge: (items) => Promise.all(items.map(judgeOne)), groups }
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

function idOf(verifier: string, asked: readonly string[], answer: string): string {
  const about = JSON.stringify([verifier, ...asked, answer])
  return `verdict_${hash("sha256", about).slice(0, ID_DIGITS)}`
}
