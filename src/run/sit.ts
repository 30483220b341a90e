import { createActor, toPromise } from "xstate"
import type { Sat, Sitting, SolverReply } from "../agent.ts"
import type { Desk } from "./desk.ts"

/** The solver sits questions; every call is an effect, and replies come in question order. */
export async function sit(
  desk: Desk,
  sitting: Omit<Sitting, "complete">,
): Promise<readonly SolverReply[]> {
  const input: Sitting = {
    ...sitting,
    complete: (calls) => desk.effects.complete(desk.model, calls),
  }
  const sat = (await toPromise(createActor(desk.solver.machine, { input }).start())) as Sat
  return sat.replies
}
