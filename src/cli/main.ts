import type { Command } from "./command.ts"
import { EXIT, UsageError } from "./exit.ts"
import { explain } from "./explain.ts"
import { helpFor, overview } from "./help.ts"
import { didYouMean } from "./nearest.ts"
import { invocation, print } from "./terminal.ts"
import { version } from "./version.ts"

/** Every command: what it does in a line, and the file that does it. */
const COMMANDS: Readonly<Record<string, { about: string; load: () => Promise<Command> }>> = {
  run: {
    about: "play a recipe: pose, solve, judge, train, round after round",
    load: async () => (await import("./run.ts")).run,
  },
  resume: {
    about: "go on with a run that was stopped or killed",
    load: async () => (await import("./resume.ts")).resume,
  },
  fork: {
    about: "begin another future from a round of a run",
    load: async () => (await import("./fork.ts")).fork,
  },
  study: {
    about: "play arms × seeds under one contract, and say what caused the gain",
    load: async () => (await import("./study.ts")).study,
  },
  list: {
    about: "show the runs on this machine",
    load: async () => (await import("./list.ts")).list,
  },
  report: {
    about: "write a run's report again and say where it is",
    load: async () => (await import("./report.ts")).report,
  },
  audit: {
    about: "check every label, link and file of a run again",
    load: async () => (await import("./audit.ts")).audit,
  },
  recall: {
    about: "judge old evidence again, withdraw what was wrong, name who consumed it",
    load: async () => (await import("./recall.ts")).recall,
  },
  prints: {
    about: "hash a list of texts, so that exports can be held against it without them",
    load: async () => (await import("./prints.ts")).prints,
  },
  drift: {
    about: "show how a run's problems and its solver have moved, round by round",
    load: async () => (await import("./drift.ts")).drift,
  },
  approve: {
    about: "promote a challenger that waits for a person, or reject it",
    load: async () => (await import("./approve.ts")).approve,
  },
  replay: {
    about: "decide everything again from the recorded replies",
    load: async () => (await import("./replay.ts")).replay,
  },
  show: {
    about: "say why a pair is in the data: problem, answers, verdicts, jobs",
    load: async () => (await import("./show.ts")).show,
  },
  export: {
    about: "write the kept pairs with their provenance",
    load: async () => (await import("./export.ts")).exportPairs,
  },
  verifier: {
    about: "list verifiers, make a new one, test one for what it lets through",
    load: async () => (await import("./verifier.ts")).verifier,
  },
  problems: {
    about: "make a problem sheet with a proven answer key; needs no run",
    load: async () => (await import("./problems.ts")).problems,
  },
  grade: {
    about: "say whether an answer equals a key, how that is known, and where they differ",
    load: async () => (await import("./grade.ts")).grade,
  },
  serve: {
    about: "answer trainers' reward requests over HTTP",
    load: async () => (await import("./serve.ts")).serve,
  },
  trainer: {
    about: "run the training jobs of other machines",
    load: async () => (await import("./trainer.ts")).trainer,
  },
}

/** Dispatches a command line; the exit code is set, never forced, so that output is written out. */
export async function main(args: readonly string[]): Promise<void> {
  stopWithLauncher()
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has left, as in `agon list | head -1`: nothing more to say to it.
    if (error.code === "EPIPE") process.exit(EXIT.done)
    throw error
  })
  try {
    process.exitCode = await dispatch(args)
  } catch (error) {
    process.exitCode = explain(error, args)
  }
}

async function dispatch([name, ...rest]: readonly string[]): Promise<number> {
  if (name === "--version" || name === "-v" || name === "-V") {
    print(version())
    return EXIT.done
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    if (rest[0] !== undefined) return printHelp(rest[0])
    for (const line of overview(aboutLines())) print(invocation(line))
    return name === undefined ? EXIT.usage : EXIT.done
  }
  const command = await commandNamed(name).load()
  if (rest.includes("--help") || rest.includes("-h")) return printHelp(name)
  return command.run(rest)
}

async function printHelp(name: string): Promise<number> {
  const { about, load } = commandNamed(name)
  for (const line of helpFor(name, about, await load())) print(invocation(line))
  return EXIT.done
}

function commandNamed(name: string) {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (entry !== undefined) return entry
  const meant = didYouMean(name, Object.keys(COMMANDS), "agon ")
  throw new UsageError(`there is no command ${name}.${meant}`, "`agon --help` lists them all")
}

function aboutLines(): (readonly [string, string])[] {
  return Object.entries(COMMANDS).map(([name, { about }]) => [name, about])
}

/** Started by the launcher on another Node: when that process dies, this one must not play on. */
function stopWithLauncher(): void {
  if (process.channel === undefined) return
  process.on("disconnect", () => process.exit(EXIT.interrupted))
  process.channel?.unref()
}
