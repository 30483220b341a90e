import { Worker } from "node:worker_threads"
import { type Crew, carryOut, createSoloCrew } from "./crew.ts"
import { MAIL_STATE, openMailbox } from "./mailbox.ts"
import { createShard, type ShardSource } from "./shard.ts"

const WAIT_MS_MAX = 120_000 // one order takes milliseconds; past this the other thread is gone

/**
 * A crew of one or two threads. Two threads do the same arithmetic on the same shards: only the
 * time differs.
 */
export function createCrew(source: ShardSource, threads: 1 | 2): Crew {
  return threads === 1 ? createSoloCrew(source) : createPair(source)
}

function createPair(source: ShardSource): Crew {
  const near = createShard(source, 0)
  const mailbox = openMailbox(source)
  const own = import.meta.url
  const worker = new Worker(new URL(own.replace(/threads\.(ts|js)$/, "thread.$1")), {
    workerData: source,
  })
  worker.unref()
  return {
    run([first, second]) {
      mailbox.write(second!)
      mailbox.tell(MAIL_STATE.ordered)
      const loss = carryOut(near, first!)
      while (mailbox.state() === MAIL_STATE.ordered) {
        if (mailbox.wait(MAIL_STATE.ordered, WAIT_MS_MAX) === "timed-out") {
          throw new Error("the learner's second thread does not answer")
        }
      }
      if (mailbox.state() === MAIL_STATE.broken) {
        throw new Error("the learner's second thread broke; its error is on stderr")
      }
      return [loss, mailbox.loss()]
    },
    close() {
      void worker.terminate()
    },
  }
}
