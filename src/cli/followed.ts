import { readFileSync } from "node:fs"
import { join } from "node:path"
import { followingProposer } from "../../agents/proposer/following.ts"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import type { Draft, ProposerAgent } from "../agent.ts"
import { writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import { type Hash, hashOf } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { RunFailure } from "../run/failure.ts"
import { readHistory } from "../run/history.ts"
import { readEvents } from "../run/journal.ts"
import type { Store } from "../store.ts"
import type { SkillSpec, Verifier } from "../verifier.ts"
import { verifiersOf } from "./plugins.ts"
import type { RunHome } from "./runs.ts"

type Followed = readonly { readonly round: number; readonly drafts: readonly Draft[] }[]

const FILE = "followed.json" // in the follower's folder, so that it needs the other run no more

/** The proposer of a run without a model: its own policy, or what another run posed. */
export function proposerOf(recipe: Recipe, { folder }: Pick<RunHome, "folder">): ProposerAgent {
  const { follow } = recipe.proposer
  if (follow === undefined) return embeddedProposer
  let list: Followed | undefined
  return followingProposer(async (round) => {
    list ??= readFollowed(folder, follow)
    return list.find((one) => one.round === round)?.drafts ?? []
  })
}

/** The same for a replay, to which the run's own journal says what it was given. */
export function replayedProposerOf(recipe: Recipe, store: Store): ProposerAgent {
  if (recipe.proposer.follow === undefined) return embeddedProposer
  return followingProposer(async (wanted) => {
    for await (const { event } of readEvents(store)) {
      if (event.kind === "round.posed" && event.round === wanted) {
        return event.problems.map((problem) => draftOf(problem, verifiersOf(recipe)))
      }
    }
    return []
  })
}

/** What a run posed, for one that is to follow it: the hash goes into that one's recipe. */
export async function listPosed(
  from: Store,
): Promise<{ readonly hash: Hash; write(folder: string): void }> {
  const history = await readHistory(from)
  const verifiers = verifiersOf(history?.opened.recipe ?? {})
  const list: Followed = (history?.rounds ?? []).map(({ round, posed }) => {
    return { round, drafts: posed.problems.map((problem) => draftOf(problem, verifiers)) }
  })
  const text = canonicalJson(list)
  return { hash: hashOf(text), write: (folder) => writeAtomic(join(folder, FILE), text) }
}

function readFollowed(folder: string, hash: Hash): Followed {
  const path = join(folder, FILE)
  const text = readFileSync(path, "utf8")
  if (hashOf(text) === hash) return JSON.parse(text) as Followed
  throw new RunFailure(
    "store",
    "corrupt-list",
    `${path} is not the list of problems that this run follows`,
    "restore the file from a copy, or start the run again from the run that it follows",
  )
}

/** The draft that makes this problem again: spec, words and lineage. */
function draftOf(problem: Problem, verifiers: readonly Verifier[]): Draft {
  const { verifier: name, skill, spec, statement, lineage } = problem
  const verifier = verifiers.find((known) => known.name === name)!
  const { wordings } = verifier.skills.find((known) => known.name === skill)!
  const wording = Array.from({ length: wordings }, (_, at) => at).find(
    (at) => verifier.state(spec as SkillSpec, at).text === statement.text,
  )
  const { move, axis, parent } = lineage
  return {
    skill,
    spec,
    wording: wording ?? 0,
    move,
    ...(axis !== undefined && { axis }),
    ...(parent !== undefined && { parent }),
  }
}
