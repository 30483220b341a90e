import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { createServer } from "node:net"
import { fileURLToPath } from "node:url"
import { tailOf } from "../../log.ts"
import type { Environment } from "../secret.ts"

/** A program that was started to serve checkpoints, and how to be rid of it. */
export interface ServerProcess {
  readonly baseUrl: string
  /** How it ended, in words; undefined while it runs. */
  death(): string | undefined
  stop(): Promise<void>
}

export interface Starting {
  readonly command: readonly string[]
  /** What the words in braces stand for; `port` is added. */
  readonly places: Readonly<Record<string, string>>
  readonly log: string
  readonly environment: Environment
}

/** Keys of this program's own, which are nobody else's business. */
const OWN_SECRETS = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "AGON_TRAINER_TOKEN"]

/** Starts the program on a port that was free a moment ago. */
export async function startServer(starting: Starting): Promise<ServerProcess> {
  const { command, log, environment } = starting
  const port = await freePort()
  const argv = filled(command, { ...starting.places, port: String(port) })
  const guard = fileURLToPath(import.meta.url).replace(/server\.(ts|js)$/, "guard.$1")
  const env = withoutSecrets(environment)
  const logStart = existsSync(log) ? statSync(log).size : 0
  const child = spawn(process.execPath, [guard, log, ...argv], {
    detached: true, // Ctrl-C is for the run: calls that are out still come home
    stdio: ["pipe", "ignore", "ignore"],
    env,
  })
  child.stdin!.on("error", () => {}) // told by `exit`
  let death: string | undefined
  const gone = new Promise<void>((resolve) => {
    const end = (how: string) => {
      const said = tailOf(log, logStart)
      death ??= `${how}${said === "" ? "" : `: ${said}`}`
      resolve()
    }
    child.on("error", (error) => end(`it did not start: ${error.message}`))
    child.on("exit", (code, signal) => end(`it ended by ${signal ?? `exit code ${code}`}`))
  })
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    death: () => death,
    stop: () => stopped(child, gone),
  }
}

async function stopped(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.stdin!.end() // the guard ends the program's whole group, then itself
  await gone
}

/** `{name}` in an argument becomes what it stands for; other braces stay as they are. */
export function filled(
  command: readonly string[],
  places: Readonly<Record<string, string>>,
): string[] {
  return command.map((word) =>
    word.replace(/\{([a-z]+)\}/g, (braced, name: string) =>
      Object.hasOwn(places, name) ? places[name]! : braced,
    ),
  )
}

export function withoutSecrets(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !OWN_SECRETS.includes(entry[0]),
  )
  return Object.fromEntries(entries)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = probe.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
