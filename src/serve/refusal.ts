/** Why a request gets no verdicts: an HTTP status, a word for programs and a sentence. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 500 | 503
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

export function refusal(
  status: Refusal["status"],
  code: string,
  message: string,
  headers?: Refusal["headers"],
): Refusal {
  return { status, code, message, ...(headers && { headers }) }
}
