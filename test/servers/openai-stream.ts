import type { Choice, Completion } from "./openai-completion.ts"
import { piecesOf } from "./tokens.ts"

/** A completion as the events of a stream: pieces of each choice in turn, then the usage. */
export function chunksOf(completion: Completion, includeUsage: boolean): string[] {
  const { id, created, model, choices, usage } = completion
  const base = { id, object: "chat.completion.chunk", created, model }
  const none = includeUsage ? { usage: null } : {}
  const parts = choices.flatMap((choice) =>
    deltasOf(choice).map((part) => event({ ...base, choices: [part], ...none })),
  )
  const last = includeUsage && usage ? [event({ ...base, choices: [], usage })] : []
  return [...parts, ...last, "data: [DONE]\n\n"]
}

function deltasOf({ index, message, finish_reason }: Choice): object[] {
  const { role, content, reasoning_content, tool_calls = [] } = message
  const deltas: object[] = [
    { role, content: "" },
    ...piecesOf(reasoning_content ?? "").map((piece) => ({ reasoning_content: piece })),
    ...piecesOf(content ?? "").map((piece) => ({ content: piece })),
    ...tool_calls.flatMap(({ id, type, function: { name, arguments: text } }, at) => [
      { tool_calls: [{ index: at, id, type, function: { name, arguments: "" } }] },
      ...piecesOf(text).map((piece) => ({
        tool_calls: [{ index: at, function: { arguments: piece } }],
      })),
    ]),
  ]
  return [
    ...deltas.map((delta) => ({ index, delta, logprobs: null, finish_reason: null })),
    { index, delta: {}, logprobs: null, finish_reason },
  ]
}

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
}
