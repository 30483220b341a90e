import type { Posed } from "../agent.ts"
import type { CanaryClass, CanaryTrial } from "../record/canary.ts"
import type { Problem } from "../record/problem.ts"
import { ANSWER_CLASSES, hasNoAnswer } from "../rule/canary.ts"
import { randomStream, shuffled } from "../rule/random.ts"
import { tryAnswers } from "./canary-answers.ts"
import type { Fate, Probe } from "./canary-probe.ts"
import { tryDuplicate, tryLeak, tryUnsolvable, tryWrongKey } from "./canary-problems.ts"
import { type Desk, recipeFor } from "./desk.ts"
import type { Memory } from "./memory.ts"

/**
 * Before anything of a round is kept: problems and answers that must not pass go through the run's
 * own screen, solver, judge and second proof. They are made from posed problems by a random stream
 * of their own and ask no model, so that no other decision, rate or cost is moved by them. One
 * that passes ends the run at once: what let it through would let others through.
 */
export async function tryCanaries(
  desk: Desk,
  memory: Memory,
  { admitted }: Posed,
): Promise<{ memory: Memory }> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const trials: CanaryTrial[] = []
  for (const { kind, attempt } of CLASSES) {
    const random = randomStream(recipe.seed, "canary", kind, round)
    const hosts = admitted.filter((problem) => isFit(kind, problem))
    const host = shuffled(hosts, random)[0] ?? admitted[0]!
    const fates = hosts.length > 0 ? await attempt({ desk, memory, recipe, random }, host) : []
    trials.push(trialOf(kind, host, fates))
  }
  await desk.journal.record({ kind: "canaries.tried", round, trials })
  const passed = trials.filter(({ accepted }) => accepted.length > 0)
  if (passed.length === 0) return { memory }
  const reason = `canary: ${passed.map(toldOf).join("; ")}`
  return { memory: { ...memory, ending: { outcome: "halted", reason } } }
}

type Attempt = (probe: Probe, host: Problem) => Promise<readonly Fate[]>

const CLASSES: readonly { readonly kind: CanaryClass; readonly attempt: Attempt }[] = [
  { kind: "wrong-key", attempt: tryWrongKey },
  { kind: "unsolvable", attempt: tryUnsolvable },
  { kind: "renamed-duplicate", attempt: tryDuplicate },
  { kind: "answer-in-statement", attempt: tryLeak },
  ...ANSWER_CLASSES.map((kind) => ({
    kind,
    attempt: (probe: Probe, host: Problem) => tryAnswers(kind, probe, host),
  })),
]

/** Where the key says that there is nothing, saying nothing is no trick. */
function isFit(kind: CanaryClass, { answer }: Problem): boolean {
  return kind !== "no-answer" || !hasNoAnswer(answer)
}

function trialOf(kind: CanaryClass, host: Problem, fates: readonly Fate[]): CanaryTrial {
  const blocked: Record<string, number> = {}
  const accepted: CanaryTrial["accepted"] = []
  for (const fate of fates) {
    if ("blocked" in fate) blocked[fate.blocked] = (blocked[fate.blocked] ?? 0) + 1
    else accepted.push({ planted: fate.planted, because: fate.accepted })
  }
  const { skill, level, id } = host
  return {
    class: kind,
    skill,
    level,
    ...(fates.length > 0 && { host: id }),
    planted: fates.length,
    blocked,
    accepted,
  }
}

function toldOf({ class: kind, skill, accepted }: CanaryTrial): string {
  const [first] = accepted
  return `${kind} passed in ${skill}: ${JSON.stringify(first!.planted)}, ${first!.because}`
}
