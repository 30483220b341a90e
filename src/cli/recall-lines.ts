import { join } from "node:path"
import { TOMBSTONES_FILE } from "../store/tombstones.ts"
import { count, counted } from "../view/format.ts"
import { type BadBundle, badRowCount } from "./recall-bundles.ts"
import type { Reach } from "./recall-reach.ts"
import type { RunRecall } from "./recall-run.ts"
import { clean, nearPath, style } from "./terminal.ts"

const SHOWN_MAX = 20 // of each list; --json has all

/** What became of one run's evidence, as numbers. */
export function numbersOf({ home, recalled, fresh }: RunRecall) {
  const { problems, sealed, pairs, attempts, unjudged, reworded } = recalled
  const { withdrawn, changed, rates } = recalled
  const of = (kind: "key" | "label") => withdrawn.filter((one) => one.of === kind)
  const flips = (was: string, isNow: (now: string) => boolean) =>
    changed.filter((one) => one.was === was && isNow(one.now)).length
  const falseAccepts = flips("correct", (now) => now !== "correct")
  const falseRejects = flips("incorrect", (now) => now === "correct")
  return {
    run: home.id,
    judged: { problems, sealed, pairs, attempts },
    unjudged,
    reworded,
    keys: tally(of("key")),
    labels: tally(of("label")),
    verdicts: {
      falseAccepts,
      falseRejects,
      otherwise: changed.length - falseAccepts - falseRejects,
    },
    different: {
      rates: rates.length,
      wouldKeep: rates.filter(({ gate }) => gate === "would-keep").length,
      wouldHold: rates.filter(({ gate }) => gate === "would-hold").length,
    },
    fresh: {
      withdrawn: fresh.filter(({ state }) => state === "withdrawn").length,
      restored: fresh.filter(({ state }) => state === "restored").length,
    },
  }
}

function tally(findings: readonly { readonly reason: string }[]): Record<string, number> {
  const byReason = Map.groupBy(findings, ({ reason }) => reason)
  return Object.fromEntries([...byReason].map(([reason, { length }]) => [reason, length]))
}

/** One run for a person. */
export function runLines(one: RunRecall, isDryRun: boolean): string[] {
  const { run, judged, unjudged, reworded, keys, labels, verdicts, different, fresh } =
    numbersOf(one)
  const { falseAccepts, falseRejects, otherwise } = verdicts
  const { rates, wouldKeep, wouldHold } = different
  const path = nearPath(join(one.home.folder, TOMBSTONES_FILE))
  const written = fresh.withdrawn + fresh.restored
  const restored = fresh.restored === 0 ? "" : `, ${count(fresh.restored)} of them lift another`
  return [
    style("bold", run),
    fact(
      "judged again",
      `${counted(judged.problems, "posed problem")}, ${count(judged.sealed)} sealed, ${counted(judged.pairs, "pair")}, ${counted(judged.attempts, "attempt")}`,
    ),
    ...Object.entries(unjudged).map(([verifier, problems]) =>
      fact("not judged", `${counted(problems, "problem")}: no verifier ${verifier} is at hand`),
    ),
    fact("withdrawn", `${reasons(keys, "key")}; ${reasons(labels, "label")}`),
    ...(falseAccepts + falseRejects + otherwise === 0
      ? []
      : [
          fact("false accepts", `${count(falseAccepts)}: attempts that were taken for right`),
          fact("false rejects", `${count(falseRejects)}: attempts that were right after all`),
          ...(otherwise === 0 ? [] : [fact("", `${count(otherwise)} judged otherwise`)]),
        ]),
    ...(rates === 0
      ? []
      : [
          fact(
            "would differ",
            `${counted(rates, "solve rate")}, and rewards with them; the gate would keep ${count(wouldKeep)} more and hold ${count(wouldHold)}`,
          ),
        ]),
    ...(reworded === 0
      ? []
      : [
          fact(
            "reworded",
            `${counted(reworded, "problem")} in words that the judge has no more; whether they say the same, nobody can decide`,
          ),
        ]),
    fact(
      "tombstones",
      written === 0
        ? "nothing new"
        : `${count(written)} ${isDryRun ? "would be written" : "written"}${restored}: ${path}`,
    ),
  ]
}

function reasons(tallied: Readonly<Record<string, number>>, what: string): string {
  const all = Object.values(tallied).reduce((sum, n) => sum + n, 0)
  const parts = Object.entries(tallied).map(([reason, n]) => `${reason} ${count(n)}`)
  return `${counted(all, what)}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`
}

/** Who consumed bad rows, for a person. */
export function reachLines(reach: Reach): string[] {
  const { training, exports, exportsSeen, checkpoints, promotions, playing, measured } = reach
  const bundles = [...training, ...exports].map(bundleLine)
  return [
    ...list(`bundles that hold a bad row (${counted(exportsSeen, "export")} looked at)`, bundles),
    ...list(
      "checkpoints that consumed one, or were trained on from one that had",
      checkpoints.map(({ checkpoint, job, run, round, badRows, from }) => {
        const own = badRows === 0 ? "" : `, ${counted(badRows, "bad row")}`
        const after = from === undefined ? "" : `, from ${from.slice(0, HASH_CHARS)}`
        return `${checkpoint.slice(0, HASH_CHARS)}  ${run} round ${round}, ${job}${own}${after}`
      }),
    ),
    ...list(
      "promotions that rest on them",
      promotions.map(
        ({ run, round, challenger }) =>
          `${challenger.slice(0, HASH_CHARS)}  ${run} round ${round}${playing.some((one) => one.run === run && one.checkpoint === challenger) ? ", plays now" : ""}`,
      ),
    ),
    ...list(
      "sealed sets that measured something else",
      measured.map(({ run, suite, keys, answers, decisions }) => {
        const by = decisions === 0 ? "" : `, which ${counted(decisions, "decision")} went by`
        const what = `${counted(keys, "key")} withdrawn, ${counted(answers, "answer")} judged otherwise`
        return `${run} ${suite}: ${what}${by}`
      }),
    ),
    ...list(
      "exports whose provenance is missing or damaged: `agon audit` names what is left",
      reach.exportsUnread.map(({ folder }) => nearPath(folder)),
    ),
    ...list(
      "bundles that are not kept here, so that nobody can say",
      reach.unknown.map(({ run, bundle }) => `${bundle.slice(0, HASH_CHARS)}  ${run}`),
    ),
  ]
}

const HASH_CHARS = 12

function bundleLine(one: BadBundle & { readonly run?: string }): string {
  const { folder, kind, rows, withdrawn, rejudged, run } = one
  const where =
    kind === "training" ? `${one.bundle.slice(0, HASH_CHARS)}  ${run}` : nearPath(folder)
  const words = [
    ...(withdrawn === 0 ? [] : [`${count(withdrawn)} withdrawn`]),
    ...(rejudged === 0 ? [] : [`${count(rejudged)} judged otherwise`]),
  ]
  return `${where}: ${count(badRowCount(one))} of ${counted(rows, "row")} (${words.join(", ")})`
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  const hidden = lines.length - SHOWN_MAX
  return [
    "",
    style("bold", title),
    ...lines.slice(0, SHOWN_MAX).map((line) => `  ${clean(line)}`),
    ...(hidden > 0 ? [`  and ${count(hidden)} more: --json has them all`] : []),
  ]
}

function fact(name: string, text: string): string {
  return `  ${style("dim", name.padEnd(14))}${clean(text)}`
}
