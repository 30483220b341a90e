import { createServer } from "node:http"

/**
 * A server whose model needs no time to think, in a process of its own, so that its work is not
 * counted as the client's: `node bench/run-server.ts anthropic|openai <latency in ms>`. It reads no
 * request, since on a small machine a server that does takes the processor from the client.
 */
const [protocol, latency] = process.argv.slice(2)
const TEXT = "<answer>7</answer>"
const REPLIES: Readonly<Record<string, unknown>> = {
  anthropic: {
    id: "msg_bench",
    type: "message",
    role: "assistant",
    model: "claude-haiku-4-5",
    content: [{ type: "text", text: TEXT }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 80, output_tokens: 8 },
  },
  openai: {
    id: "chatcmpl-bench",
    object: "chat.completion",
    model: "local-7b",
    choices: [{ index: 0, message: { role: "assistant", content: TEXT }, finish_reason: "stop" }],
    usage: { prompt_tokens: 80, completion_tokens: 8, total_tokens: 88 },
  },
}
const body = JSON.stringify(REPLIES[protocol ?? ""])

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.once("end", () => {
    const answer = () => {
      response.writeHead(200, { "content-type": "application/json" })
      response.end(body)
    }
    if (Number(latency) > 0) setTimeout(answer, Number(latency))
    else answer()
  })
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") process.stdout.write(`http://127.0.0.1:${address?.port}\n`)
})
