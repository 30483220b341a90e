import { accessSync, constants } from "node:fs"
import { delimiter, isAbsolute, join } from "node:path"
import { filled } from "../model/served/server.ts"
import { UsageError } from "./exit.ts"
import { clean } from "./terminal.ts"
import { places } from "./trained.ts"

/** A program that is not there is told of where it is named, not by the first job that wants it. */
export function refuseMissingProgram(word: string, path = process.env.PATH ?? ""): void {
  const [program] = filled([word], places())
  if (program === undefined) return
  const candidates = isAbsolute(program)
    ? [program]
    : program.includes("/")
      ? [] // a job runs in its own folder, where such a path leads nowhere
      : path.split(delimiter).map((folder) => join(folder, program))
  if (candidates.some(mayRun)) return
  throw new UsageError(
    `--command ${clean(word)}: there is no such program to run`,
    "a program of your own is named from the root, or as {here}/train, and has to be executable",
  )
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
