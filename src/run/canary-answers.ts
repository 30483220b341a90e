import type { SolverReply } from "../agent.ts"
import type { CallOutcome } from "../record/call.ts"
import { evidenceOf } from "../record/canary.ts"
import { type Problem, question } from "../record/problem.ts"
import { type AnswerClass, plantedAnswers } from "../rule/canary.ts"
import type { Fate, Probe } from "./canary-probe.ts"
import { otherThan } from "./canary-probe.ts"
import { verifierNamed } from "./desk.ts"
import { gateProblem } from "./gate-problem.ts"
import { rateOf, verdictOn } from "./judge.ts"
import { hallOf, sitIn } from "./sit.ts"

/**
 * Answers that must not pass, as replies of the model that has the solver's seat: the solver's
 * machine reads them, the verifier judges them, and the gate is asked whether they make a pair.
 */
export async function tryAnswers(
  kind: AnswerClass,
  probe: Probe,
  host: Problem,
): Promise<readonly Fate[]> {
  const { desk, recipe } = probe
  const verifier = verifierNamed(desk, host.verifier)
  const { answer: key, statement } = host
  const { answer: other } = otherThan(probe, host)
  const texts = plantedAnswers(kind, { key, other, format: statement.format })
  const reply = await planted(probe, host, texts)
  return texts.map((text, at): Fate => {
    const answer = reply.answers[at]!
    const verdict = verdictOn(verifier, host, answer)
    const judged = [{ answer, verdict }]
    const gated = gateProblem(desk, host, judged, rateOf(judged), "accepted", recipe.gate)
    const evidence = { planted: evidenceOf(text) }
    if ((reply.uses?.[at] ?? 0) > 0) {
      return { ...evidence, accepted: "a tool that never ran was counted as used" }
    }
    if (gated.kept || verdict.outcome === "correct") {
      const why = `judged ${verdict.outcome} by ${verdict.method} on ${host.statement.text}`
      return { ...evidence, accepted: evidenceOf(`${why}, whose key is ${key}`) }
    }
    const by = answer.kind === "abstained" ? "solver" : "judge"
    return { ...evidence, blocked: `${by}:${verdict.reason}` }
  })
}

/** The solver's own machine, with these words in place of what its model would say. */
async function planted(
  { desk, memory, recipe }: Probe,
  host: Problem,
  texts: readonly string[],
): Promise<SolverReply> {
  const words = texts.map((text) => desk.solver.completion?.(text) ?? text)
  let next = 0
  const hall = {
    ...hallOf(desk),
    complete: async (calls: readonly { readonly samples: number }[]) =>
      calls.map(({ samples }): CallOutcome => {
        const said = words.slice(next, next + samples)
        next += samples
        return {
          kind: "reply",
          samples: said.map((text) => ({ text, stop: "end" })),
          promptTokens: 0,
          completionTokens: 0,
        }
      }),
  }
  const [reply] = await sitIn(hall, {
    questions: [question(host)],
    checkpoint: memory.champion,
    samples: texts.length,
    temperature: recipe.temperature,
    maxTokens: recipe.maxTokens,
    seed: () => 0,
  })
  return reply!
}
