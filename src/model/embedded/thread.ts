// The learner's second thread: waits for an order in shared memory, carries it out on shard 1,
// says so, waits again.
import { workerData } from "node:worker_threads"
import { carryOut } from "./crew.ts"
import { MAIL_STATE, openMailbox } from "./mailbox.ts"
import { createShard, type ShardSource } from "./shard.ts"

const source = workerData as ShardSource
const shard = createShard(source, 1)
const mailbox = openMailbox(source)

for (;;) {
  const state = mailbox.state()
  if (state !== MAIL_STATE.ordered) {
    mailbox.wait(state)
    continue
  }
  try {
    mailbox.setLoss(carryOut(shard, mailbox.read()))
    mailbox.tell(MAIL_STATE.done)
  } catch (error) {
    console.error(error)
    mailbox.tell(MAIL_STATE.broken)
  }
}
