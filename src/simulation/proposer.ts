import { createActor, fromPromise, toPromise } from "xstate"
import type { Ask, Posed, ProposerAgent } from "../agent.ts"
import type { Faults } from "../record/simulation.ts"

/** A proposer that from some round on poses only some of its skills, and the rest never again. */
export function collapsing(proposer: ProposerAgent, fault: Faults["modeCollapse"]): ProposerAgent {
  if (fault === undefined) return proposer
  const machine = fromPromise<Posed, Ask>(({ input: ask }) => {
    const actor = createActor(proposer.machine, { input: narrowed(ask, fault) })
    const done = toPromise(actor) // before it starts, so that an error at its very start is heard
    actor.start()
    return done as Promise<Posed>
  })
  return { ...proposer, machine }
}

function narrowed(ask: Ask, { from, skills }: NonNullable<Faults["modeCollapse"]>): Ask {
  if (ask.round < from) return ask
  const offers = ask.offers.slice(0, skills)
  return { ...ask, offers, policy: narrowedPolicy(ask.policy, skills) }
}

/** A policy that has an entry for each offer keeps those of the offers that are left. */
function narrowedPolicy(policy: Ask["policy"], skills: number): Ask["policy"] {
  if (policy === null || typeof policy !== "object" || !("skills" in policy)) return policy
  const own = policy.skills
  return Array.isArray(own) ? { ...policy, skills: own.slice(0, skills) } : policy
}
