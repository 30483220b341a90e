import type { Model, ModelCard } from "../../model.ts"
import type { Call, CallOutcome } from "../../record/call.ts"
import type { Hash } from "../../record/id.ts"
import type { CompleteReply } from "./complete.ts"
import type { Learner } from "./learner.ts"

const PROMPT_TOKENS_MAX = 32

const CARD: ModelCard = {
  name: "embedded",
  knobs: ["temperature", "seed", "samples"],
  concurrency: 1_000_000, // calls are batched, not sent one by one
  promptTokensMax: PROMPT_TOKENS_MAX,
}

/**
 * The embedded learner behind the Model door. Calls made in one tick travel to the child as one
 * batch; each sample depends on its call alone, so batching changes no answer.
 */
export function openEmbeddedModel(
  learner: Learner,
  checkpointPath: (checkpoint: Hash) => string,
): Model {
  let waiting: Waiting[] = []

  async function flush(): Promise<void> {
    const batch = waiting
    waiting = []
    const byCheckpoint = Map.groupBy(batch, ({ call }) => call.checkpoint)
    for (const [checkpoint, group] of byCheckpoint) await answer(checkpoint, group)
  }

  async function answer(checkpoint: Hash, group: readonly Waiting[]): Promise<void> {
    try {
      const path = checkpointPath(checkpoint)
      const outcome = await learner.complete(
        path,
        group.map(({ call }) => ({ ...call, temperature: call.temperature ?? 1 })),
      )
      group.forEach(({ resolve }, index) => {
        resolve(
          outcome.ok
            ? asOutcome(outcome.value.replies[index]!)
            : failure(outcome.code, outcome.message, true),
        )
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  return {
    describe: () => CARD,
    complete: (call) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(() => queueMicrotask(flush))
        waiting.push({ call, resolve, reject })
      }),
    close: () => learner.close(),
  }
}

interface Waiting {
  readonly call: Call
  readonly resolve: (outcome: CallOutcome) => void
  readonly reject: (error: unknown) => void
}

function asOutcome(reply: CompleteReply): CallOutcome {
  if ("failure" in reply) return failure("unreadable-prompt", reply.failure, false)
  const { samples, promptTokens, completionTokens } = reply
  return { kind: "reply", samples: [...samples], promptTokens, completionTokens }
}

function failure(code: string, message: string, transient: boolean): CallOutcome {
  return { kind: "failure", code, message, transient }
}
