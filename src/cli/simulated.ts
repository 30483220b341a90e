import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { writeAtomic } from "../disk.ts"
import type { Model } from "../model.ts"
import type { Hash } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import type { Simulation } from "../record/simulation.ts"
import { Ability, type AbilityShelf, checkpointOf, lostAbility } from "../simulation/ability.ts"
import { openOracle } from "../simulation/oracle.ts"
import { openSimulatedModel } from "../simulation/solver.ts"
import { type Bundle, openSimulatedTrainer } from "../simulation/trainer.ts"
import type { Trainer } from "../trainer.ts"
import { checkpointFolder } from "../training/checkpoint-folder.ts"
import type { Shelf } from "../training/shelf.ts"
import type { Verifier } from "../verifier.ts"
import { verifiersOf } from "./plugins.ts"
import type { RunHome } from "./runs.ts"

interface Simulated {
  /** The judges themselves; what they word is remembered for the simulation. */
  readonly verifiers: readonly Verifier[]
  readonly model: Model
  readonly trainer: Trainer
}

/** Players and a trainer of known ability over a run's own folder. */
export function openSimulation(
  settings: Simulation,
  recipe: Recipe,
  home: RunHome,
  shelf: Shelf,
): Simulated {
  const oracle = openOracle(verifiersOf(recipe))
  const abilities = abilitiesIn(home.checkpoints)
  const bundle = (hash: Hash) => readBundle(home, shelf, hash)
  return {
    verifiers: oracle.verifiers,
    model: openSimulatedModel(oracle, abilities),
    trainer: openSimulatedTrainer({ settings, skills: recipe.skills, oracle, abilities, bundle }),
  }
}

/** Checkpoints in folders named by hash, as every run has them. */
export function abilitiesIn(checkpoints: string): AbilityShelf {
  const read = new Map<Hash, Ability>()
  return {
    write(ability) {
      const { hash, file, text } = checkpointOf(ability)
      writeAtomic(join(checkpointFolder(checkpoints, hash), file), text)
      return hash
    },
    read(hash) {
      const ability = read.get(hash) ?? readAbility(checkpoints, hash)
      read.set(hash, ability)
      return ability
    },
  }
}

function readAbility(checkpoints: string, hash: Hash): Ability {
  const path = join(checkpointFolder(checkpoints, hash), "ability.json")
  if (!existsSync(path)) throw lostAbility(hash, "is missing")
  const text = readFileSync(path, "utf8")
  const parsed = Ability.safeParse(jsonOr(text))
  const own = parsed.success ? checkpointOf(parsed.data) : undefined
  if (parsed.success && own?.hash === hash && own.text === text) return parsed.data
  throw lostAbility(hash, "does not match its hash")
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A bundle's rows as they lie on the disk, checked, with the round that its manifest names. */
function readBundle(home: RunHome, shelf: Shelf, hash: Hash): Bundle {
  const lines = readFileSync(shelf.trainingFile(hash), "utf8").split("\n").filter(Boolean)
  const manifest = JSON.parse(readFileSync(join(home.bundles, hash, "manifest.json"), "utf8"))
  return { round: manifest.round, rows: lines.map((line) => JSON.parse(line)) }
}
