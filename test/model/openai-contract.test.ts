import { openOpenAiModel } from "../../src/model/openai/model.ts"
import { OpenAiSeat } from "../../src/record/seat.ts"
import {
  CANARY,
  type ModelPlace,
  modelContract,
  type Serving,
  servedModelContract,
} from "../contract/model.ts"
import { startOpenAiServer } from "../servers/openai.ts"

modelContract("an OpenAI-compatible server", () => serve({}))
servedModelContract("an OpenAI-compatible server", serve)

async function serve({ deadlineMs = 20_000, ...serving }: Serving): Promise<ModelPlace> {
  const server = await startOpenAiServer({ ...serving, apiKey: CANARY })
  const seat = OpenAiSeat.parse({ provider: "openai-compatible", model: "local-7b" })
  const environment = { OPENAI_API_KEY: CANARY, OPENAI_BASE_URL: `${server.url}/v1` }
  const model = openOpenAiModel(seat, { environment, deadlineMs })
  return { model, requests: () => server.requests.length, close: () => server.close() }
}
