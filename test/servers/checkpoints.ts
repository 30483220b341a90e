import { existsSync, readdirSync } from "node:fs"
import { createServer, type ServerResponse } from "node:http"
import { basename, dirname, join } from "node:path"
import { text } from "node:stream/consumers"
import { startLearner } from "../../src/model/embedded/learner.ts"
import { openEmbeddedModel } from "../../src/model/embedded/model.ts"
import { mintCall } from "../../src/record/call.ts"
import type { Hash } from "../../src/record/id.ts"
import { checkpointFiles, checkpointHash } from "../../src/training/checkpoint-folder.ts"

// A server of checkpoints for tests: what trainer.ts has made, behind chat completions.
// `node checkpoints.ts --port n [--claim <hash>]`, and `--checkpoints <folder>` for all that lie
// there or `--checkpoint <folder>` for one.

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
const single = option("checkpoint")
const folder = single === undefined ? option("checkpoints")! : dirname(single)
const only = single && basename(single)
const claim = option("claim") // a liar's: other bytes than it loads

const learner = startLearner({ threads: 1 })
const model = openEmbeddedModel(learner, (hash) => join(folder, hash, "model.safetensors"))
process.on("SIGTERM", () => learner.close().then(() => process.exit(0)))

const server = createServer(async (request, response) => {
  const path = request.url!.slice("/v1/".length)
  if (path === "models") {
    const names = only === undefined ? readdirSync(folder) : [only]
    const data = names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((id) => ({ id }))
    return send(response, 200, { object: "list", data })
  }
  if (path.startsWith("models/")) return show(response, path.slice("models/".length))
  const body = JSON.parse(await text(request))
  if (!existsSync(join(folder, body.model))) return send(response, 404, notFound(body.model))
  const call = mintCall({
    role: "solver",
    checkpoint: body.model as Hash,
    prompt: body.messages.at(-1).content,
    samples: body.n ?? 1,
    temperature: body.temperature,
    maxTokens: body.max_tokens,
    seed: body.seed,
  })
  const outcome = await model.complete(call)
  if (outcome.kind === "failure") {
    const status = outcome.transient ? 500 : 400
    return send(response, status, { error: { message: outcome.message, type: "bad_request" } })
  }
  const choices = outcome.samples.map(({ text: content, stop }, index) => {
    const finish_reason = stop === "end" ? "stop" : "length"
    return { index, message: { role: "assistant", content }, finish_reason }
  })
  const { promptTokens: prompt_tokens, completionTokens: completion_tokens } = outcome
  send(response, 200, { model: body.model, choices, usage: { prompt_tokens, completion_tokens } })
})
server.keepAliveTimeout = 60_000 // a busy machine lets connections lie idle for seconds
server.listen(Number(option("port")), "127.0.0.1")

async function show(response: ServerResponse, hash: string): Promise<void> {
  if (!existsSync(join(folder, hash))) return send(response, 404, notFound(hash))
  const found = checkpointHash(await checkpointFiles(join(folder, hash)))
  send(response, 200, { id: hash, sha256: claim ?? found })
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}

function notFound(name: string) {
  return {
    error: { message: `there is no model ${name}`, type: "not_found", code: "model_not_found" },
  }
}
