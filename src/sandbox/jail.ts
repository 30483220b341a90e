import { spawnSync } from "node:child_process"
import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Manifest } from "./manifest.ts"

/** A command line, where it starts and all of its environment. */
export interface Start {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** How a plug-in is held; every verdict of one that is not held says so. */
export type Sandbox = "bubblewrap" | "none (--unsafe-plugins)"

const PATH = "/usr/local/bin:/usr/bin:/bin"
/** All that a plug-in finds in its environment. Python must write no files beside its own. */
const ENVIRONMENT = { PATH, LANG: "C.UTF-8", PYTHONDONTWRITEBYTECODE: "1" }
const HEAP_MB = 256 // of a JavaScript plug-in
/** Arguments of prlimit: CPU seconds of a process (a question has a deadline), bytes of a file. */
const LIMITS = ["--cpu=3600", "--fsize=16777216", "--nofile=128", "--core=0"]
const TEMPORARY_BYTES = `${16 * 1024 * 1024}`
const INSIDE = "/plugin"
const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "")
const HOST = fileURLToPath(new URL("./host.ts", import.meta.url))

/** Agon's own files that a JavaScript plug-in may read: code, and nothing of anybody's runs. */
const OWN = ["package.json", "src", "verifiers", "node_modules/zod", "node_modules/@noble"]

/** How a plug-in's process is started in a sandbox or, with `none`, as a plain child. */
export function startOf(folder: string, manifest: Manifest, sandbox: Sandbox): Start {
  const place = sandbox === "bubblewrap" ? INSIDE : folder
  const command = manifest.command ?? moduleCommand(join(place, manifest.module!), place)
  if (sandbox === "bubblewrap") return jailed(folder, command, manifest.module !== undefined)
  return { ...bare(command, LIMITS), cwd: folder, env: ENVIRONMENT }
}

/** The author's own module in a plain child. */
export function freshStart(module: string): Start {
  const command = [realpathSync(process.execPath), "--no-warnings", HOST, module]
  return { ...bare(command, LIMITS), cwd: dirname(module), env: { PATH } }
}

/** A command in bubblewrap: no network, no other processes, no files but the named ones. */
export function jailed(folder: string, command: readonly string[], node: boolean): Start {
  const bound = node ? [dirname(realpathSync(process.execPath)), ...OWN.map(own)] : []
  const mounts = [
    ...systemFolders(["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"]),
    ...["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"],
    ...["--proc", "/proc", "--dev", "/dev"],
    // Files in memory are nobody's resident memory: all of it that can be written has a size.
    ...["/tmp", "/dev/shm"].flatMap((path) => ["--size", TEMPORARY_BYTES, "--tmpfs", path]),
    ...bound.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", path, path]),
    ...["--ro-bind", folder, INSIDE, "--chdir", INSIDE],
    ...["--remount-ro", "/dev"],
  ]
  return bubblewrapped({ hostname: "plugin", mounts, env: ENVIRONMENT, limits: LIMITS }, command)
}

/** What a command finds in bubblewrap. */
export interface Cell {
  readonly hostname: string
  /** Arguments of bwrap that put files there; the rest is nothing, and cannot be written. */
  readonly mounts: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Arguments of prlimit. */
  readonly limits: readonly string[]
}

/** A command behind all walls: namespaces of its own, no capabilities, nobody's user. */
export function bubblewrapped(cell: Cell, command: readonly string[]): Start {
  const args = [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--clearenv"],
    ...["--uid", "65534", "--gid", "65534", "--hostname", cell.hostname, "--cap-drop", "ALL"],
    ...nestingArguments(),
    ...cell.mounts,
    ...["--remount-ro", "/"],
    ...Object.entries(cell.env).flatMap(([name, value]) => ["--setenv", name, value]),
    "--",
    ...command,
  ]
  return { ...limited("bwrap", args, cell.limits), cwd: "/", env: { PATH } }
}

/** Node with its own permission model on top: reads of two places, nothing else. */
export function nodeCommand(script: string, args: readonly string[], place: string): string[] {
  const readable = [...OWN.map(own), place].map((path) => `--allow-fs-read=${path}`)
  const flags = ["--permission", ...readable, `--max-old-space-size=${HEAP_MB}`, "--no-warnings"]
  return [realpathSync(process.execPath), ...flags, script, ...args]
}

/** Whether a program is there to be started. */
export function isInstalled(program: string): boolean {
  return PATH.split(":").some((folder) => existsSync(join(folder, program)))
}

function moduleCommand(module: string, place: string): string[] {
  return nodeCommand(HOST, [module], place)
}

function own(path: string): string {
  return join(ROOT, path)
}

/** As a plain child it still dies with this process, where the system has a way to say so. */
export function bare(
  command: readonly string[],
  limits: readonly string[],
): Pick<Start, "file" | "args"> {
  const [file, ...args] = command as [string, ...string[]]
  if (!isInstalled("setpriv")) return limited(file, args, limits)
  return limited("setpriv", ["--pdeathsig", "KILL", file, ...args], limits)
}

/** Limits of the system, where it has the program that sets them. */
function limited(
  file: string,
  args: readonly string[],
  limits: readonly string[],
): Pick<Start, "file" | "args"> {
  if (!isInstalled("prlimit")) return { file, args }
  return { file: "prlimit", args: [...limits, "--", file, ...args] }
}

/** Programs and libraries of the system: folders are bound read-only, links made again. */
export function systemFolders(paths: readonly string[]): string[] {
  const folders = paths.filter((path) => existsSync(path))
  const bound = folders.flatMap((path) =>
    lstatSync(path).isSymbolicLink()
      ? ["--symlink", readlinkSync(path), path]
      : ["--ro-bind", path, path],
  )
  return [...bound, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
}

let nesting: readonly string[] | undefined

/** Newer versions can forbid what is inside to make namespaces of its own. */
function nestingArguments(): readonly string[] {
  if (nesting !== undefined) return nesting
  const { stdout } = spawnSync("bwrap", ["--help"], { env: { PATH }, encoding: "utf8" })
  const known = typeof stdout === "string" && stdout.includes("--disable-userns")
  nesting = known ? ["--unshare-user", "--disable-userns"] : []
  return nesting
}
