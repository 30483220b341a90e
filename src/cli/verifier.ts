import { defineCommand, JSON_OPTION, SEED_MAX, wholeNumber } from "./command.ts"
import { UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"
import { listVerifiers } from "./verifier-list.ts"

const SAMPLES_MAX = 100_000
const ACTIONS = ["list", "new", "test", "seal"] as const

/** What is not overlooked in silence: an option of another action. */
const OPTIONS_OF: Readonly<Record<(typeof ACTIONS)[number], readonly string[]>> = {
  list: ["json"],
  new: ["dir"],
  test: ["samples", "seed", "skill", "no-bugs", "unsafe-plugins", "json"],
  seal: [],
}

/** `agon verifier`: what an author of verifiers needs, from an empty folder to a tested plug-in. */
export const verifier = defineCommand({
  usage: "agon verifier <list|new|test|seal> [name or folder]",
  about: [
    "list shows the verifiers that come with Agon. new makes a folder with a small verifier that",
    "passes; change it. test runs every claim of the contract on a verifier and tells what a wrong",
    "answer got away with; then it plants bugs in the verifier and counts those that were noticed,",
    "and ends with exit code 3 where a claim is broken or a bug was not noticed.",
    "seal writes the hashes of a plug-in's files into its agon-verifier.json. A plug-in is a third",
    "party's verifier: it runs in a process and a sandbox of its own, or not at all.",
  ],
  options: {
    dir: { type: "string", value: "folder", about: "new: where to make it (default verifiers)" },
    samples: {
      type: "string",
      value: "n",
      about: "test: problems a skill (default 1000; quick below 200)",
    },
    seed: { type: "string", value: "n", about: "test: other problems (default 1)" },
    skill: { type: "string", value: "skill", about: "test: this skill only" },
    "no-bugs": { type: "boolean", about: "test: plant none" },
    "unsafe-plugins": {
      type: "boolean",
      about: "test: run a plug-in without a sandbox; every verdict then says so",
    },
    json: JSON_OPTION,
  },
  examples: [
    ["agon verifier list", "which verifiers there are, and their skills"],
    ["agon verifier new geometry", "a folder verifiers/geometry that already passes"],
    ["agon verifier test verifiers/geometry", "what its judge lets through"],
    ["agon verifier test arithmetic --samples 100", "a quick look at a built-in one"],
    ["agon verifier seal plugins/triangle", "after the last change of a plug-in"],
  ],
  words: { min: 1, max: 2 },
  async run(values, [typed = "", target]) {
    const action = ACTIONS.find((known) => known === typed)
    if (action === undefined) {
      const known = `known: ${ACTIONS.join(", ")}`
      throw new UsageError(
        `there is no command verifier ${typed}.${didYouMean(typed, ACTIONS)}`,
        known,
      )
    }
    const strange = Object.keys(values).find((name) => !OPTIONS_OF[action].includes(name))
    if (strange !== undefined) {
      const [owner] = ACTIONS.filter((known) => OPTIONS_OF[known].includes(strange))
      throw new UsageError(`--${strange} does not go with ${action}`, `it is for verifier ${owner}`)
    }
    if (action === "list" && target !== undefined) {
      throw new UsageError(`one word too many: ${target}`, "agon verifier list names them all")
    }
    if (action === "list") return listVerifiers(values.json === true)
    if (target === undefined) {
      const what = action === "new" ? "a name" : action === "test" ? "a name or folder" : "a folder"
      throw new UsageError(`${what} is missing`, `agon verifier ${action} <${what.slice(2)}>`)
    }
    switch (action) {
      case "new":
        return (await import("./verifier-new.ts")).newVerifier(target, values.dir)
      case "seal":
        return (await import("./verifier-seal.ts")).sealFolder(target)
      case "test": {
        const { testVerifier } = await import("./verifier-test.ts")
        return testVerifier(target, {
          samples: wholeNumber("samples", values.samples, { min: 10, max: SAMPLES_MAX }) ?? 1_000,
          seed: wholeNumber("seed", values.seed, { min: 0, max: SEED_MAX }) ?? 1,
          skill: values.skill,
          bugs: values["no-bugs"] !== true,
          unsafe: values["unsafe-plugins"] === true,
          json: values.json === true,
        })
      }
    }
  },
})
