/** The longest reply of any model, 128,000 tokens, is under one megabyte. */
const REPLY_BYTES_MAX = 8 * 1024 * 1024
const RESULTS_BYTES_MAX = 512 * 1024 * 1024 // ten thousand replies of a batch, read line by line

/** A reply that went on beyond what any model says. */
export class TooLargeBody extends Error {
  constructor(limit: number) {
    super(`the server sent more than ${limit} bytes`)
  }
}

/** A stream that says what no reply says: something twice, or what cannot be read. */
export class UnreadableStream extends Error {}

/** `fetch`, except that a body ends in an error where it grows beyond all reason. */
export async function limitedFetch(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(input, init)
  const { pathname } = new URL(input instanceof Request ? input.url : input)
  return limited(response, pathname.endsWith("/results") ? RESULTS_BYTES_MAX : REPLY_BYTES_MAX)
}

function limited(response: Response, limit: number): Response {
  const { body, status, statusText, headers } = response
  if (body === null || isShort(headers, limit)) return response
  return new Response(body.pipeThrough(limiter(limit)), { status, statusText, headers })
}

/** A length that is announced is kept, unless it is that of a packed body. */
function isShort(headers: Headers, limit: number): boolean {
  const length = headers.get("content-length")
  return length !== null && !headers.has("content-encoding") && Number(length) <= limit
}

function limiter(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > limit) controller.error(new TooLargeBody(limit))
      else controller.enqueue(chunk)
    },
  })
}
