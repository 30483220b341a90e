import { appendFileSync } from "node:fs"
import { join } from "node:path"
import { abilitiesIn } from "../../src/cli/simulated.ts"
import { type Hash, hashJson, hashWord } from "../../src/record/id.ts"
import { Simulation } from "../../src/record/simulation.ts"
import { untrained } from "../../src/simulation/ability.ts"
import type { Item } from "../../src/simulation/oracle.ts"
import { openSimulatedModel } from "../../src/simulation/solver.ts"
import { type Bundle, openSimulatedTrainer } from "../../src/simulation/trainer.ts"
import { modelContract } from "../contract/model.ts"
import { type TrainerPlace, trainerContract } from "../contract/trainer.ts"
import { inFolder, sumIn } from "../run/table-world.ts"

const SETTINGS = Simulation.parse({ ability: 0 })
const SKILLS = ["integer-addition"]

/** Knows sums, as an oracle does whose verifier has worded them. */
const SUMS = {
  find(statement: string): Item | undefined {
    if (!/\d/.test(statement)) return undefined
    const answer = sumIn(statement)
    const word = hashWord(statement)
    const isRight = (said: string) => said === answer
    return { skill: SKILLS[0]!, level: 1, word, answer, mistakes: ["-1"], isRight }
  },
}

modelContract("the simulated solver", async () => {
  const abilities = { read: () => untrained(SETTINGS, SKILLS, 7) }
  const model = openSimulatedModel(SUMS, abilities)
  return { model, requests: () => 0, close: () => model.close() }
})

trainerContract("the simulated trainer", (work) => inFolder((folder) => work(placeIn(folder))))

function placeIn(folder: string): TrainerPlace {
  const bundles = new Map<Hash, Bundle>()
  return {
    by: undefined,
    begun: () => undefined,
    damage: (hash) => appendFileSync(join(folder, hash, "ability.json"), " "),
    async bundle(rows) {
      const hash = hashJson(rows)
      bundles.set(hash, { round: 1, rows })
      return hash
    },
    async open() {
      const abilities = abilitiesIn(folder)
      const bundle = (hash: Hash) => bundles.get(hash)!
      return openSimulatedTrainer({
        settings: SETTINGS,
        skills: SKILLS,
        oracle: SUMS,
        abilities,
        bundle,
      })
    },
  }
}
