import { existsSync } from "node:fs"
import { join } from "node:path"
import { VERIFIERS } from "../../verifiers/index.ts"
import { type Paper, paperId, sitExam } from "../evaluation/study-exam.ts"
import { drawFresh } from "../evaluation/study-fresh.ts"
import { startLearner } from "../model/embedded/learner.ts"
import { openEmbeddedModel } from "../model/embedded/model.ts"
import { type Hash, hashJson } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Study } from "../record/study.ts"
import type { ArmRun, ExamFacts } from "../rule/study-facts.ts"
import { offersOf } from "../run/desk.ts"
import { checkpointFile, checkpointPath } from "../training/embedded.ts"
import { findRun } from "./runs.ts"
import { solverOf } from "./solver.ts"
import type { PlannedRun } from "./study-plan.ts"
import { keptJson, type ReadRun, readRun } from "./study-read.ts"

/**
 * Every run of a study with its exams, which are sat once for the same weights and paper and kept
 * beside the runs. Solvers that are models cost money to ask, so only embedded ones sit them.
 */
export async function readArms(
  study: Study,
  folder: string,
  runs: readonly PlannedRun[],
): Promise<ArmRun[]> {
  const read = new Map<string, ReadRun>()
  for (const run of runs) read.set(run.id, await readRun(folder, run))
  const seats = runs.map(({ recipe }) => recipe.seats?.solver?.provider ?? "embedded")
  if (seats.some((provider) => provider !== "embedded")) {
    return runs.map(({ id }) => ({ facts: read.get(id)!.facts }))
  }
  const fresh = await freshSets(study, folder, runs, read)
  const room = openRoom(folder, runs)
  try {
    const arms: ArmRun[] = []
    for (const run of runs) {
      const { facts, test } = read.get(run.id)!
      const sampled = (checkpoint: Hash) =>
        room.sit(run.recipe, checkpoint, test, study.exam.samples)
      const greedy = (checkpoint: Hash) => room.sit(run.recipe, checkpoint, fresh(run.space), 1)
      arms.push({
        facts,
        exams: {
          startTest: await sampled(facts.start.checkpoint),
          endTest: await sampled(facts.end.checkpoint),
          startFresh: await greedy(facts.start.checkpoint),
          endFresh: await greedy(facts.end.checkpoint),
        },
      })
    }
    return arms
  } finally {
    await room.close()
  }
}

/** One set a space for all its arms and seeds, named by what they came to. */
async function freshSets(
  study: Study,
  folder: string,
  runs: readonly PlannedRun[],
  read: ReadonlyMap<string, ReadRun>,
): Promise<(space: string) => readonly Problem[]> {
  const sets = new Map<string, readonly Problem[]>()
  for (const [space, own] of Map.groupBy(runs, (run) => run.space)) {
    const ends = own.map(({ id }) => read.get(id)!.facts.end.checkpoint)
    const seed = hashJson(ends)
    const { recipe } = own[0]!
    const path = join(folder, "facts", `fresh-${space}-${seed.slice(0, 16)}.json`)
    const set = await keptJson(path, async () =>
      drawFresh({
        offers: offersOf({ recipe, verifiers: VERIFIERS }, recipe),
        verifiers: VERIFIERS,
        perLevel: study.exam.freshPerLevel,
        seed,
        known: new Set(own.flatMap(({ id }) => read.get(id)!.known)),
      }),
    )
    sets.set(space, set)
  }
  return (space) => sets.get(space)!
}

/** Where embedded checkpoints are examined; the learner starts when the first paper is new. */
function openRoom(folder: string, runs: readonly PlannedRun[]) {
  const homes = runs.map(({ id }) => findRun(folder, id))
  const pathOf = (hash: Hash) => {
    const home = homes.find(({ checkpoints }) => existsSync(checkpointFile(checkpoints, hash)))
    return checkpointPath((home ?? homes[0]!).checkpoints, hash)
  }
  let model: ReturnType<typeof openEmbeddedModel> | undefined
  return {
    sit(
      recipe: Recipe,
      checkpoint: Hash,
      problems: readonly Problem[],
      samples: number,
    ): Promise<ExamFacts> {
      const { maxTokens } = recipe
      const temperature = samples === 1 ? 0 : recipe.temperature
      const paper: Paper = { checkpoint, problems, samples, temperature, maxTokens }
      return keptJson(join(folder, "facts", `exam-${paperId(paper).slice(0, 24)}.json`), () => {
        model ??= openEmbeddedModel(startLearner({ threads: 1 }), pathOf)
        return sitExam(paper, solverOf(recipe), model, VERIFIERS)
      })
    },
    close: async () => model?.close(),
  }
}
