import { createHash, timingSafeEqual } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"
import { type Refusal, refusal } from "./refusal.ts"

/** Who may ask. */
export interface GuardOptions {
  /** The address that the server is bound to. */
  readonly host: string
  /** What a client must know, where it is not enough to be on this machine. */
  readonly token?: string | undefined
}

/** Why a request is refused, if it is. Public is what needs no token. */
export type Guard = (headers: IncomingHttpHeaders, isPublic: boolean) => Refusal | undefined

/**
 * Refuses who may not ask. Without a token only programs of this machine may: a page in a browser
 * gives itself away by its Origin, and one that has its own name lead here (DNS rebinding) by its
 * Host.
 */
export function createGuard({ host, token }: GuardOptions): Guard {
  const expected = token === undefined ? undefined : digest(token)
  return (headers, isPublic) => {
    const asked = headers.host ?? ""
    const { origin, "sec-fetch-site": site } = headers
    const isOwnPage = origin === undefined || hostOf(origin) === asked.toLowerCase()
    if (!isOwnPage || site === "cross-site" || site === "same-site") {
      return refusal(403, "foreign-page", "a page of another site may not ask")
    }
    if (expected === undefined) {
      if (isLoopback(nameOf(asked)) || nameOf(asked) === host.toLowerCase()) return undefined
      return refusal(403, "foreign-host", "the Host header names another machine")
    }
    if (isPublic) return undefined
    const given = tokenIn(headers.authorization ?? "")
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined
    return refusal(401, "unauthorized", "the token is missing or wrong", {
      "WWW-Authenticate": 'Bearer, Basic realm="agon"',
    })
  }
}

/** Whether an address or a name leads to this machine and to no other. */
export function isLoopback(name: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(name)
}

/** Equal lengths, so that comparing takes the same time whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest()
}

/**
 * A bearer, or the password of Basic: trainers that can only be given an address send what stands
 * before the @ in it.
 */
function tokenIn(authorization: string): string | undefined {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(authorization) ?? []
  if (scheme.toLowerCase() === "bearer") return value
  if (scheme.toLowerCase() !== "basic") return undefined
  const pair = Buffer.from(value, "base64").toString("utf8")
  return pair.slice(pair.indexOf(":") + 1)
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** A Host header without its port. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, "")
}
