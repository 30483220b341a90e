import { readFileSync, realpathSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { bare, bubblewrapped, type Start, systemFolders } from "./jail.ts"
import { findSandbox, type Holding } from "./probe.ts"

/** How a program is held; what one prints that is not held says so. */
export type ProgramSandbox = "bubblewrap" | "none (--unsafe-programs)"

const HOST = fileURLToPath(new URL("./program-host.js", import.meta.url))
const NODE = "/node" // inside: no path of this machine is told
const HEAP_MB = 256
/** Nothing of this machine; time zone and language are the same everywhere. */
const ENVIRONMENT = { TZ: "UTC", LANG: "C.UTF-8" }
/**
 * Arguments of prlimit. CPU is of all threads, so more than the wall time. Data holds what memory
 * grows by between two looks at it, above the half gigabyte that Node reserves and does not use.
 */
const LIMITS = ["--cpu=10", "--fsize=0", "--nofile=64", "--core=0", "--data=1610612736"]

/** The process that reads a program from its standard input and runs it. */
export function programStart(sandbox: ProgramSandbox): Start {
  if (sandbox === "bubblewrap") return jailedProgram([NODE, ...nodeArguments()], [])
  const command = [realpathSync(process.execPath), ...nodeArguments()]
  return { ...bare(command, LIMITS), cwd: "/", env: { PATH: "/usr/bin:/bin", ...ENVIRONMENT } }
}

let known: Promise<Holding> | undefined

/** Tries the sandbox of programs on a known escape attempt, once a process. */
export function probeProgramSandbox(): Promise<Holding> {
  known ??= findSandbox(PROGRAMS, holdEscape)
  return known
}

const PROGRAMS = {
  what: "programs of models",
  unsafe: "or take the risk: --unsafe-programs, which every result then carries",
}

/** The escape program in the place of a program: only that its own file is there, too. */
function holdEscape(_folder: string, [, ...args]: readonly string[]): Start {
  const scripts = args.filter((arg) => arg.endsWith(".ts"))
  return jailedProgram([NODE, ...args], scripts)
}

/** Node and its libraries, and nothing else: no /proc, no /dev, nothing that can be written. */
function jailedProgram(command: readonly string[], readable: readonly string[]): Start {
  const mounts = [
    ...systemFolders(["/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64"]),
    ...["--ro-bind", realpathSync(process.execPath), NODE],
    ...readable.flatMap((path) => ["--ro-bind", path, path]),
    ...["--chdir", "/"],
  ]
  return bubblewrapped({ hostname: "program", mounts, env: ENVIRONMENT, limits: LIMITS }, command)
}

let host: string | undefined

/** Node with its own permissions on top, of which there are none, and one seed for all. */
function nodeArguments(): string[] {
  host ??= readFileSync(HOST, "utf8")
  const flags = ["--permission", `--max-old-space-size=${HEAP_MB}`, "--no-warnings"]
  return [...flags, "--random-seed=1", "--input-type=module", "--eval", host]
}
