import { isLoopback } from "../serve/guard.ts"
import { EXIT, UsageError } from "./exit.ts"
import { clean } from "./terminal.ts"

const TOKEN_CHARS_MIN = 16

/** The token by the name of its variable: a secret on a command line is seen by everybody. */
export function tokenFrom(name: string | undefined, host: string): string | undefined {
  if (name === undefined) {
    if (isLoopback(host)) return undefined
    throw new UsageError(
      `--host ${host} lets other machines in, and needs a token`,
      "put one into the environment and name its variable: --token-env AGON_TOKEN",
    )
  }
  const token = process.env[name] ?? ""
  if (token.length >= TOKEN_CHARS_MIN && /^[!-~]+$/.test(token)) return token
  throw new UsageError(
    `${name} in the environment holds no token`,
    `a token has ${TOKEN_CHARS_MIN} characters or more, and no space: openssl rand -hex 24`,
  )
}

/** Why a server cannot be where it was asked to be, in words; another error stays what it is. */
export function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code = "" } = error
  if (code === "EADDRINUSE") {
    return new UsageError(`port ${port} is taken`, "choose another: --port 0 takes any")
  }
  if (!/^(EACCES|EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EINVAL)$/.test(code)) return error
  return new UsageError(`nobody can listen on ${clean(host)} port ${port}: ${code}`)
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const

/** Resolves when the server is told to stop; told again, it stops at once. */
export function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let isTold = false
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (isTold) process.exit(EXIT.interrupted)
        isTold = true
        resolve()
      })
    }
  })
}
