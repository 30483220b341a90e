import { RunFailure } from "../run/failure.ts"
import { EXIT, UsageError } from "./exit.ts"
import { clean, invocation, note, printJson, styleNote } from "./terminal.ts"

/** A failure in a sentence with its advice. A stack trace means a bug, and says so. */
export function explain(thrown: unknown, args: readonly string[]): number {
  const error = refusal(thrown, args)
  const code = error instanceof UsageError ? EXIT.usage : codeOf(error)
  const expected = error instanceof UsageError || error instanceof RunFailure
  const message = error instanceof Error ? error.message : String(error)
  const advice = expected
    ? error.advice && invocation(error.advice)
    : "this is a bug in Agon: please report it with these lines"
  if (args.includes("--json")) {
    const boundary = error instanceof RunFailure ? error.boundary : undefined
    const name = error instanceof RunFailure ? error.code : expected ? "usage" : "bug"
    printJson({ error: { boundary, code: name, message, advice } })
  }
  for (const [at, line] of message.split("\n").entries()) {
    note(at === 0 ? styleNote("red", clean(line)) : clean(line))
  }
  if (advice !== undefined) for (const line of advice.split("\n")) note(`→ ${clean(line)}`)
  if (!expected && error instanceof Error) {
    for (const line of (error.stack ?? "").split("\n").slice(1)) note(clean(line))
  }
  return code
}

/** A pause is no failure: what it waits for has a number of its own. */
function codeOf(error: unknown): number {
  if (!(error instanceof RunFailure)) return EXIT.failure
  if (error.code === "exhausted") return EXIT.spent
  return error.code === "awaiting-approval" ? EXIT.awaiting : EXIT.failure
}

const ROOM = "make room; nothing acknowledged is lost"

/** What the machine refuses, and what somebody may do about it. Anything else is a bug. */
const REFUSALS: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  EACCES: ["may not be written or read by you", "choose a folder of yours"],
  EPERM: ["may not be changed by you", "choose a folder of yours"],
  EROFS: ["lies on a disk that cannot be written", "choose another folder"],
  ENOTDIR: ["is not a folder, or lies below a file", "choose another folder"],
  EEXIST: ["is there already, and is no folder", "choose another folder"],
  ENOENT: ["is not there and cannot be made", "choose another folder"],
  ENOSPC: ["cannot be written: the disk is full", ROOM],
  EDQUOT: ["cannot be written: your quota is used up", ROOM],
}

/** The options that name a place, of which the one that was typed is to be typed otherwise. */
const PLACES = ["--out", "--folder", "--dir"] as const

/** A refusal of the file system as a failure in a sentence. */
function refusal(error: unknown, args: readonly string[]): unknown {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException
  const known = error instanceof Error && code !== undefined ? REFUSALS[code] : undefined
  // A module of ours that is not there is a bug, and no matter of folders.
  if (known === undefined || path === undefined || path.endsWith(".ts")) return error
  const [what, advice] = known
  const typed = PLACES.find((option) => args.includes(option)) ?? "--runs"
  const where = advice === ROOM ? "" : `: ${typed} <folder>`
  return new RunFailure("store", "disk", `${path} ${what}`, `${advice}${where}`)
}
