import type { Answer } from "../record/attempt.ts"
import type { Problem } from "../record/problem.ts"
import type { Proof, Verdict } from "../record/verdict.ts"
import { count, counted, rateText } from "../view/format.ts"
import type { Appearance, jobStory, ProblemStory } from "./story.ts"
import { clean, style } from "./terminal.ts"

/** What is known of a problem, for a person. Everything that was stored is cleaned first. */
export function problemLines(story: ProblemStory, id: string): string[] {
  const { problem, verifier, suite, parents, rounds, run } = story
  const { skill, level, rung, answer, spec, proof, lineage } = problem
  const isItself = id === problem.id
  return [
    style("bold", clean(problem.statement.text)),
    ...facts([
      ...(isItself ? [] : [["asked for", id] as const]),
      ["problem", problem.id],
      ["run", run],
      ["skill", `${skill}, level ${level} (${JSON.stringify(rung)})`],
      ["spec", JSON.stringify(spec)],
      ["key", `${answer}, ${proofText(proof)} by ${verifier.name} ${verifier.version ?? "?"}`],
      ["made", madeText(lineage)],
      ...claimFacts(lineage),
      ...parents.map((parent) => ["from", `${parent.id}  ${parent.statement.text}`] as const),
      ...(suite === undefined
        ? []
        : [["sealed", `in ${suite}: never posed, never trained on`] as const]),
    ]),
    ...rounds.flatMap((appearance) => appearanceLines(appearance, id)),
  ]
}

function madeText({ move, axis }: Problem["lineage"]): string {
  if (move === "mutate") return "by mutation"
  return axis === undefined ? move : `${move}, along ${axis}`
}

/** What the model that proposed it said of it. */
function claimFacts({ proposal }: Problem["lineage"]): (readonly [string, string])[] {
  if (proposal === undefined) return []
  const { call, claimed, claim, isWritten, formalised } = proposal
  return [
    ["proposed in", call],
    ["claimed", `${JSON.stringify(claimed)}, ${claim} by the key`],
    ...(isWritten
      ? [["worded by", `its proposer; read back in ${formalised ?? "no call"}`] as const]
      : []),
  ]
}

function playerText({ provider, model }: NonNullable<Appearance["solver"]>): string {
  return `${provider} ${model}`
}

function appearanceLines(appearance: Appearance, id: string): string[] {
  const { round, attempts, solveRate, gate, pair, consumed, checkpoint, call } = appearance
  const { solver, isTrained } = appearance
  return [
    "",
    style("bold", `round ${round}`),
    ...facts([
      ["answered by", solver ? playerText(solver) : `checkpoint ${checkpoint ?? "none yet"}`],
      ...(solver ? [] : [["call", call ?? "none yet"] as const]),
      ...attempts.map(
        (attempt) =>
          [
            attempt.id === id ? "→ attempt" : "attempt",
            `${attempt.id}${solver ? `  of ${attempt.call}` : ""}  ${answerText(attempt.answer)}  ${verdictText(attempt.verdict)}`,
          ] as const,
      ),
      ["solve rate", `${solveRate.correct} of ${solveRate.tried}, ${rateText(solveRate)}`],
      ["gate", gateText(appearance)],
      ...(pair === undefined
        ? []
        : ([
            [pair.id === id ? "→ pair" : "pair", pair.id],
            ["completion", `${pair.completion}  (${pair.label} label)`],
            ["verdict", verdictText(pair.verdict)],
            ["reward", `${pair.reward} for the proposer`],
          ] as const)),
      ...(gate.kept && isTrained && consumed.length === 0
        ? [["consumed by", "no job yet"] as const]
        : []),
      ...consumed.map(
        ({ round: at, times, job, bundle, checkpoint: made, decision }) =>
          [
            "consumed by",
            `${job} of round ${at}, ${counted(times, "row")} of bundle ${bundle.slice(0, 12)}; made checkpoint ${made.slice(0, 12)}, ${decision ?? "undecided"}`,
          ] as const,
      ),
    ]),
  ]
}

function gateText({ gate, pair, round }: Appearance): string {
  if (pair === undefined) return gate.reason ?? "not reached"
  return pair.round === round ? "kept" : `kept already in round ${pair.round}; rehearsed`
}

/** A training job, for a person. */
export function jobLines(story: ReturnType<typeof jobStory>): string[] {
  const { run, round, job, bundle, base, checkpoint, rows, steps, tokens, loss } = story
  const { decided, development } = story
  return [
    style("bold", job),
    ...facts([
      ["run", `${run}, round ${round}`],
      ["bundle", bundle],
      ["base", base],
      ["made", `checkpoint ${checkpoint}`],
      ["training", `${count(steps)} steps, ${count(rows)} rows, ${count(tokens)} tokens`],
      ["loss", `${loss.toFixed(4)} nats a token`],
      ["development", development === undefined ? "not yet" : rateText(development)],
      ["decision", decided === undefined ? "not yet" : `${decided.decision} (${decided.reason})`],
    ]),
  ]
}

function facts(rows: readonly (readonly [string, string])[]): string[] {
  return rows.map(([name, text]) => `  ${style("dim", name.padEnd(12))} ${clean(text)}`)
}

function answerText(answer: Answer): string {
  return answer.kind === "answered" ? JSON.stringify(answer.text) : `no answer (${answer.why})`
}

function verdictText(verdict: Verdict): string {
  const { outcome, method } = verdict
  if (outcome === "correct") return `correct, ${proofText(verdict.proof)}, method ${method}`
  return `${outcome}: ${verdict.reason}, method ${method}`
}

function proofText(proof: Proof): string {
  switch (proof.level) {
    case "proved":
      return "proved"
    case "probabilistic":
      return `probable, error below ${proof.errorBound}`
    case "numeric":
      return `numeric, ${proof.digits} digits`
  }
}
