import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { isInstalled, jailed } from "./jail.ts"

/** Whether foreign code can be held on this machine; if not, why and what to do. */
export type Holding =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly advice: string }

const PROBE_MS_MAX = 15_000 // starts in 0.1 s; a loaded machine is no reason to refuse
const ESCAPE = fileURLToPath(new URL("./escape.ts", import.meta.url))

/** What is to be held, for the words of a refusal. */
export interface Held {
  readonly what: string
  /** The option that runs it without a sandbox, and what then says so. */
  readonly unsafe: string
}

const PLUGINS: Held = {
  what: "plug-ins",
  unsafe: "or take the risk: --unsafe-plugins, which every verdict then carries",
}

/** What is kept would depend on how its judge was held, so whoever plays has no choice. */
const PLAYED: Held = { what: "plug-ins", unsafe: "there is no --unsafe-plugins here" }

let tested: Promise<Holding> | undefined
let played: Promise<Holding> | undefined

/** Tries the sandbox of plug-ins on a known escape attempt, once a process. */
export function probeSandbox(): Promise<Holding> {
  tested ??= findSandbox(PLUGINS, jailed)
  return tested
}

/** The same for plug-ins that are played. */
export function probePlayed(): Promise<Holding> {
  played ??= findSandbox(PLAYED, jailed)
  return played
}

/** Whether this machine has bubblewrap, and it holds what is held in this way. */
export async function findSandbox(held: Held, hold: typeof jailed): Promise<Holding> {
  const { what, unsafe } = held
  if (process.platform !== "linux") {
    return refused(
      `${what} are held by bubblewrap, which runs on Linux only`,
      `use a Linux machine, ${unsafe}`,
    )
  }
  if (!isInstalled("bwrap")) {
    const advice = `install it, on Debian and Ubuntu: apt-get install bubblewrap; ${unsafe}`
    return refused(`${what} run in a sandbox, and bubblewrap is not installed`, advice)
  }
  return tryEscape(hold, held)
}

/** Starts the escape program as `hold` holds it, and refuses what it gets out of. */
export async function tryEscape(hold: typeof jailed, held = PLUGINS): Promise<Holding> {
  const folder = mkdtempSync(join(tmpdir(), "agon-escape-"))
  const server = createServer((socket) => socket.destroy())
  try {
    return await escapeFrom(hold, { folder, server, unsafe: held.unsafe })
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Ground {
  readonly folder: string
  readonly server: Server
  readonly unsafe: string
}

async function escapeFrom(hold: typeof jailed, ground: Ground): Promise<Holding> {
  const { folder, server, unsafe } = ground
  let visits = 0
  server.on("connection", () => visits++)
  const port = await listening(server)
  const secret = join(folder, "secret")
  writeFileSync(secret, "not for you")
  const empty = mkdtempSync(join(folder, "plugin-"))
  // Without Node's own permissions: the sandbox has to hold alone.
  const start = hold(empty, [process.execPath, "--no-warnings", ESCAPE, secret, `${port}`], true)
  const env = { ...start.env, AGON_ESCAPE_CANARY: "1" }
  const { error, out } = await outputOf(start.file, start.args, { cwd: start.cwd, env })
  if (error !== null) {
    const advice = `see whether this machine lets you make user namespaces; ${unsafe}`
    return refused(`the sandbox does not start here: ${error}`, advice)
  }
  const attempts = readAttempts(out)
  if (attempts === undefined) return refused("the sandbox's self-test says nothing", unsafe)
  const escaped = Object.keys(attempts).filter((name) => attempts[name] !== false)
  if (existsSync(`${secret}.written`)) escaped.push("left a file outside")
  if (visits > 0) escaped.push("reached the network")
  if (escaped.length === 0) return { ok: true }
  return refused(`the sandbox does not hold: a test program has ${escaped.join(", ")}`, unsafe)
}

function refused(why: string, advice: string): Holding {
  return { ok: false, why, advice }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(typeof address === "object" && address !== null ? address.port : 0)
    })
  })
}

function outputOf(
  file: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<{ error: string | null; out: string }> {
  const limits = { timeout: PROBE_MS_MAX, killSignal: "SIGKILL", maxBuffer: 64 * 1024 } as const
  return new Promise((resolve) => {
    execFile(file, [...args], { ...options, ...limits }, (error, out, complaint) => {
      const why = complaint.trim().split("\n").at(-1) || error?.message
      resolve({ error: error === null ? null : `${why}`.slice(0, 300), out })
    })
  })
}

const ATTEMPTS = 7 // that escape.ts makes; a report of fewer is no report

function readAttempts(out: string): { readonly [name: string]: unknown } | undefined {
  try {
    const attempts: unknown = JSON.parse(out)
    if (typeof attempts !== "object" || attempts === null) return undefined
    const complete = Object.keys(attempts).length === ATTEMPTS
    return complete ? (attempts as { readonly [name: string]: unknown }) : undefined
  } catch {
    return undefined
  }
}
