import { openAnthropicModel } from "../../src/model/anthropic/model.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import {
  CANARY,
  type ModelPlace,
  modelContract,
  type Serving,
  servedModelContract,
} from "../contract/model.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"

modelContract("Claude", () => serve({ deadlineMs: 20_000 }))
servedModelContract("Claude", serve)

async function serve({ deadlineMs = 20_000, ...serving }: Serving): Promise<ModelPlace> {
  const server = await startAnthropicServer({ ...serving, apiKey: CANARY })
  const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
  const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: server.url }
  const model = openAnthropicModel(seat, { environment, deadlineMs })
  return { model, requests: () => server.requests.length, close: () => server.close() }
}
