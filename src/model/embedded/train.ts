// A fine-tuning job from the command line:
//   node src/model/embedded/train.ts --bundle b.jsonl --config job.json \
//     --base a.safetensors --out c.safetensors
// Progress goes to stderr, the result as JSON to stdout. Exit code 1: the job failed; 2: the
// command was wrong.
import { parseArgs } from "node:util"
import { readBytes } from "./files.ts"
import type { JobConfig } from "./job.ts"
import { createService } from "./service.ts"

const USAGE = "usage: train --bundle FILE --base FILE --out FILE --config FILE [--threads 1|2]"

process.exitCode = await main()

async function main(): Promise<number> {
  const options = readOptions()
  if (options === undefined) return complain(USAGE, 2)
  const { bundle, base, out, threads } = options
  const config = readConfig(options.config)
  if (typeof config === "string") return complain(config, 2)
  const service = createService(threads)
  const request = { op: "train", bundle, base, out, config } as const
  const result = await service.train(request, ({ step, steps, loss, tokensPerSecond }) => {
    process.stderr.write(
      `step ${step}/${steps}  loss ${loss.toFixed(4)}  ${tokensPerSecond} tokens/s\n`,
    )
  })
  service.close()
  if (!result.ok) return complain(`${result.code}: ${result.message}`, 1)
  process.stdout.write(`${JSON.stringify(result.value)}\n`)
  return 0
}

interface Options {
  readonly bundle: string
  readonly base: string
  readonly out: string
  readonly config: string
  readonly threads: 1 | 2
}

function readOptions(): Options | undefined {
  const text = { type: "string" } as const
  try {
    const { values } = parseArgs({
      options: { bundle: text, base: text, out: text, config: text, threads: text },
    })
    const { bundle, base, out, config, threads = "2" } = values
    if (!bundle || !base || !out || !config || !/^[12]$/.test(threads)) return undefined
    return { bundle, base, out, config, threads: threads === "1" ? 1 : 2 }
  } catch {
    return undefined
  }
}

/**
 * The job's settings, or what is wrong with the file; the settings themselves are checked by the
 * job.
 */
function readConfig(path: string): JobConfig | string {
  const bytes = readBytes(path)
  if (!bytes.ok) return bytes.message
  try {
    const config: unknown = JSON.parse(bytes.value.toString("utf8"))
    return typeof config === "object" && config !== null
      ? (config as JobConfig)
      : `${path}: no object`
  } catch (error) {
    return `${path}: ${(error as Error).message}`
  }
}

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`)
  return code
}
