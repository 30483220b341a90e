import { limitedFetch } from "../body.ts"
import { type Environment, type Secret, secretOf } from "../secret.ts"
import { BodyError, ServerError } from "./failure.ts"

const VLLM_BASE_URL = "http://127.0.0.1:8000/v1" // where `vllm serve` listens unless told otherwise

/** Where a server is, and what it wants to be shown. */
export interface Address {
  readonly baseUrl: string
  readonly key: Secret | undefined
}

export function addressOf(environment: Environment): Address {
  const baseUrl = (environment.OPENAI_BASE_URL || VLLM_BASE_URL).replace(/\/+$/, "")
  return { baseUrl, key: secretOf(environment, "OPENAI_API_KEY") }
}

interface Sending {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** One request, and its reply where the status is one of success; any other is a `ServerError`. */
export async function send(
  { baseUrl, key }: Address,
  path: string,
  { body, headers, signal }: Sending,
): Promise<Response> {
  const response = await limitedFetch(`${baseUrl}/${path}`, {
    method: body === undefined ? "GET" : "POST",
    signal,
    redirect: "manual", // the key goes to this address and to no other
    headers: {
      accept: "application/json, text/event-stream",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key.reveal()}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  if (response.ok) return response
  throw new ServerError(await errorBody(response), response.status, response.headers)
}

export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw new BodyError("the body broke", { cause: error })
  }
}

export async function readBody<Value>(
  response: Response,
  read: (body: AsyncIterable<Uint8Array>) => Promise<Value>,
): Promise<Value> {
  return read(piecesOf(response))
}

async function* piecesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return
  try {
    for await (const piece of body) yield piece
  } catch (error) {
    throw new BodyError("the body broke", { cause: error })
  }
}

/** What a server says of its error: JSON, or a text, or nothing where the body breaks off. */
async function errorBody(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => "")
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
