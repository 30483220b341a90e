import { connect } from "node:net"
import type { ModelFailure } from "../record/call.ts"
import { failed, wordsOf } from "./failure.ts"

const REACH_MS_MAX = 5_000 // a server that is up takes a connection at once, across an ocean too

/**
 * Whether anybody takes a connection at an address. Nothing is sent, so no server counts a request
 * and no key is shown. Undefined where somebody does.
 */
export async function findUnreachable(
  address: string,
  name: string,
  waitMs: number = REACH_MS_MAX,
): Promise<ModelFailure | undefined> {
  const { hostname, port, protocol } = new URL(address)
  const host = hostname.replace(/^\[|\]$/g, "")
  const socket = connect({ host, port: Number(port || (protocol === "https:" ? 443 : 80)) })
  const error = await new Promise<unknown>((resolve) => {
    socket.once("connect", () => resolve(undefined))
    socket.once("error", (reason) => resolve(reason))
    socket.setTimeout(waitMs, () => resolve(new Error(`no answer in ${waitMs} ms`)))
  }).finally(() => socket.destroy())
  if (error === undefined) return undefined
  // A name with two addresses fails at both; the first says enough.
  const [reason] = error instanceof AggregateError ? error.errors : [error]
  return failed("unreachable", `nobody answers at ${name}: ${wordsOf(reason)}`)
}
