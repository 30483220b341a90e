import { parseArgs } from "node:util"
import type { ChaosPlan } from "./chaos.ts"
import { ALL_FAULTS, type Fault, HARMLESS_FAULTS } from "./fault-names.ts"
import type { PlayerName } from "./players.ts"

const PLAYER_NAMES: readonly string[] = ["competent", "mediocre", "hostile"] satisfies PlayerName[]

const USAGE = `node test/servers/serve.ts [options]
  --protocol anthropic|openai
  --player   ${PLAYER_NAMES.join("|")}
  --chaos    none|harmless|all|<fault>,<fault>…
  --share    the share of requests that meet a fault, 0 to 1
  --seed     of the chaos
  --latency  milliseconds before every reply
  --batch    milliseconds that a batch takes
  --retry-after  seconds
  --model    a model that the openai protocol serves; may be repeated
  --key      the API key that is asked for
  --port     0 takes any free one
`

/** Prints its URL and serves until it is stopped; GET /_requests shows what came. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      protocol: { type: "string", default: "anthropic" },
      player: { type: "string", default: "competent" },
      chaos: { type: "string", default: "none" },
      share: { type: "string", default: "1" },
      seed: { type: "string", default: "0" },
      latency: { type: "string", default: "0" },
      batch: { type: "string", default: "0" },
      "retry-after": { type: "string", default: "1" },
      model: { type: "string", multiple: true },
      key: { type: "string" },
      port: { type: "string", default: "0" },
      help: { type: "boolean", default: false },
    },
  })
  const isKnown =
    PLAYER_NAMES.includes(values.player) && /^(anthropic|openai)$/.test(values.protocol)
  const faults = faultsOf(values.chaos)
  if (values.help || !isKnown || faults === undefined) {
    process.stderr.write(USAGE)
    process.exitCode = values.help ? 0 : 2
    return
  }
  // Loaded only now: they bring all verifiers with them.
  const { startAnthropicServer } = await import("./anthropic.ts")
  const { startOpenAiServer } = await import("./openai.ts")
  const start = values.protocol === "openai" ? startOpenAiServer : startAnthropicServer
  const plan = faults.length === 0 ? undefined : chaosOf(faults, values)
  const server = await start({
    player: values.player as PlayerName,
    port: Number(values.port),
    latencyMs: Number(values.latency),
    batchMs: Number(values.batch),
    ...(values.key === undefined ? {} : { apiKey: values.key }),
    ...(values.model === undefined ? {} : { models: values.model }),
    ...(plan === undefined ? {} : { chaos: plan }),
  })
  process.stdout.write(`${server.url}\n`)
}

interface ChaosValues {
  readonly share: string
  readonly seed: string
  readonly "retry-after": string
}

function chaosOf(faults: readonly Fault[], values: ChaosValues): ChaosPlan {
  return {
    faults,
    share: Number(values.share),
    seed: Number(values.seed),
    retryAfterSeconds: Number(values["retry-after"]),
  }
}

/** The faults of these names; undefined where one is unknown. */
function faultsOf(names: string): readonly Fault[] | undefined {
  if (names === "none") return []
  if (names === "all") return ALL_FAULTS
  if (names === "harmless") return HARMLESS_FAULTS
  const known = names.split(",").flatMap((name) => ALL_FAULTS.filter((fault) => fault === name))
  return known.length === names.split(",").length ? known : undefined
}

await main()
