import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { startLearner } from "../../src/model/embedded/learner.ts"
import { openEmbeddedModel } from "../../src/model/embedded/model.ts"
import { type ModelPlace, modelContract } from "../contract/model.ts"
import { must } from "../embedded/small.ts"

const folder = mkdtempSync(join(tmpdir(), "agon-model-"))
afterAll(() => rmSync(folder, { recursive: true }))

modelContract("the embedded learner", async (): Promise<ModelPlace> => {
  const learner = startLearner({ threads: 1 })
  const path = join(folder, "base")
  must(await learner.create({ path, seed: 1 }))
  const model = openEmbeddedModel(learner, () => path)
  return { model, requests: () => 0, close: () => model.close() }
})
