import { defineCommand, ROUNDS_MAX, RUNS_OPTION, SEED_MAX, wholeNumber } from "./command.ts"
import { dryRun } from "./dry-run.ts"
import { UsageError } from "./exit.ts"
import { PATIENCE_HELP } from "./patience.ts"
import { PLAY_OPTIONS, play, playOptions, refuseIdleBudget } from "./play.ts"
import { loadRecipe } from "./recipe.ts"
import { createHome, freshId, runsFolder } from "./runs.ts"

/** `agon run`: a new run of a recipe. */
export const run = defineCommand({
  usage: "agon run [recipe] [--quick] [--seed n] [--rounds n] [--set key.path=value …]",
  about: [
    "Plays a recipe in a new folder under runs/. Needs no key, no GPU and no network: a small",
    "transformer is trained on this machine's CPU. A recipe may seat models instead, Claude or any",
    "OpenAI-compatible server; `--dry-run` says first what that may cost. Kill it at any moment and",
    "`agon resume` it: it ends with the same journal head, curriculum and weights.",
  ],
  options: {
    quick: { type: "boolean", about: "the quick recipe: seconds instead of minutes" },
    seed: { type: "string", value: "n", about: "another seed: other problems, other weights" },
    rounds: { type: "string", value: "n", about: "more or fewer rounds" },
    set: {
      type: "string",
      multiple: true,
      value: "key=value",
      about: "change one setting of the recipe, for example training.steps=80",
    },
    name: { type: "string", value: "name", about: "name of the run's folder" },
    "dry-run": {
      type: "boolean",
      about: "only estimate calls, tokens and dollars; sends nothing and needs no key",
    },
    ...PLAY_OPTIONS,
    runs: RUNS_OPTION,
  },
  notes: PATIENCE_HELP,
  examples: [
    ["agon run", "the default recipe, about a minute"],
    ["agon run --quick", "a small one first"],
    ["agon run --seed 2 --rounds 12", "another seed, half as long"],
    ["agon run --set proposer.policy=uniform", "the same without a learning proposer"],
    ["agon run claude-self-play --dry-run", "what it may cost, before anything is sent"],
    ["agon run my-recipe.ts --name first-try", "your own recipe"],
  ],
  words: { min: 0, max: 1 },
  async run(values, [wanted]) {
    if (values.quick && wanted !== undefined) {
      throw new UsageError("--quick is a recipe of its own", `leave out --quick or ${wanted}`)
    }
    const recipe = await loadRecipe(wanted ?? (values.quick ? "quick" : "default"), {
      set: values.set ?? [],
      seed: wholeNumber("seed", values.seed, { min: 0, max: SEED_MAX }),
      rounds: wholeNumber("rounds", values.rounds, { min: 1, max: ROUNDS_MAX }),
    })
    const options = playOptions(values)
    refuseIdleBudget(recipe, options)
    if (values["dry-run"])
      return dryRun(recipe, { ...recipe.budget, ...options.budget }, options.json)
    const terms = { recipe, history: [] }
    const id = values.name ?? freshId(recipe.name)
    return play(await createHome(runsFolder(values.runs), id, terms), terms, options)
  },
})
