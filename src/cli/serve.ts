import { availableParallelism } from "node:os"
import { RunFailure } from "../run/failure.ts"
import { UNDECIDED_POLICIES, type UndecidedPolicy } from "../serve/dialect.ts"
import { indexProblems } from "../serve/problems.ts"
import { openServer } from "../serve/server.ts"
import { SHIMS, type ShimName } from "../training/export/shims.ts"
import { defineCommand, JSON_OPTION, oneOf, RUNS_OPTION, wholeNumber } from "./command.ts"
import { EXIT } from "./exit.ts"
import { optionsOfFlags } from "./grade-flags.ts"
import { createOptionReader } from "./grade-options.ts"
import { cannotListen, tokenFrom, toldToStop } from "./listening.ts"
import type { Served } from "./serve-run.ts"
import { print, printJson } from "./terminal.ts"
import { version } from "./version.ts"

const HOST = "127.0.0.1"
const PORT = 7420
const WORKERS_MAX = 256
const BODY_MB = { min: 1, max: 128 }
const BODY_MB_DEFAULT = 32
const SECONDS = { min: 1, max: 600 }
const REQUEST_SECONDS = 30
const DEADLINE_SECONDS = 10
const POLICIES = Object.keys(UNDECIDED_POLICIES) as UndecidedPolicy[]

/** `agon serve`: the judge behind an address, for trainers. */
export const serve = defineCommand({
  usage: "agon serve [--run <run>] [--port n] [--host address --token-env NAME]",
  about: [
    "Answers reward requests over HTTP until it is told to stop: one judge in as many processes as",
    "there are cores, behind the dialects of several trainers.",
    "  POST /v1/judge              {items: [{id, key or problem, answer, options, group}]}",
    "  POST /openrlhf/get_reward   OpenRLHF's --reward.remote_url",
    "  POST /llamafactory/score    LLaMA-Factory's reward_model_type: api (needs --run)",
    "  POST /nemo/verify           NeMo Gym's verify, and what else its agents ask",
    "  GET  /metrics /healthz /openapi.json /v1/policy",
    "An answer is judged by a key, or, with --run, as the answer to a problem of that run. TRL and",
    "verl call a Python function: --shim prints one.",
  ],
  options: {
    run: { type: "string", value: "run", about: "a run whose posed problems are judged by id" },
    port: { type: "string", value: "n", about: `the port (${PORT}; 0: any that is free)` },
    host: { type: "string", value: "address", about: `the address to listen on (${HOST})` },
    "token-env": {
      type: "string",
      value: "NAME",
      about: "the environment variable that holds the token which clients must send",
    },
    undecided: {
      type: "string",
      value: "skip|zero|error",
      about: "what undecided becomes on every route (see below)",
    },
    options: { type: "string", value: "json", about: "options of the judge, as of `agon grade`" },
    workers: { type: "string", value: "n", about: "judging processes (one for each core)" },
    deadline: {
      type: "string",
      value: "seconds",
      about: `how long an answer may wait for its verdict (${DEADLINE_SECONDS})`,
    },
    "request-seconds": {
      type: "string",
      value: "n",
      about: `how long a client may take to send a request (${REQUEST_SECONDS})`,
    },
    "body-mb": { type: "string", value: "n", about: `the largest body (${BODY_MB_DEFAULT})` },
    shim: { type: "string", value: "trl|verl", about: "print a Python reward function and leave" },
    json: JSON_OPTION,
    runs: RUNS_OPTION,
  },
  notes: [
    "Undecided is no number. By default /v1/judge says null; the other routes, whose trainers make",
    "tensors of what they get, say 0, and the reply, its header X-Agon-Undecided and the metrics",
    "count how often. With --undecided:",
    ...POLICIES.map((policy) => `  ${policy.padEnd(6)} ${UNDECIDED_POLICIES[policy]}`),
    "",
    "Only this machine may ask, unless a token is set. It is sent as a bearer, or in the address as",
    "http://agon:<token>@host:port/… by trainers that take no headers. The connection is not",
    "encrypted: put a proxy or a tunnel before it where the network is not yours.",
  ],
  examples: [
    ["agon serve", "judge by keys, for programs on this machine"],
    ["agon serve --run default-k3m9x2ab", "judge problems of a run, too"],
    ["agon serve --host 0.0.0.0 --token-env AGON_TOKEN", "for other machines"],
    ["agon serve --shim trl > agon_reward.py", "a reward function for TRL"],
  ],
  words: { min: 0, max: 0 },
  async run(values) {
    const host = values.host ?? HOST
    const port = wholeNumber("port", values.port, { min: 0, max: 65_535 }) ?? PORT
    const shim = oneOf("shim", values.shim, Object.keys(SHIMS) as ShimName[])
    if (shim !== undefined) {
      print(SHIMS[shim]({ url: `http://${host}:${port}` }).trimEnd())
      return EXIT.done
    }
    const token = tokenFrom(values["token-env"], host)
    const seconds = (name: "deadline" | "request-seconds", otherwise: number) =>
      (wholeNumber(name, values[name], SECONDS) ?? otherwise) * 1_000
    const standing = values.options === undefined ? {} : { options: values.options }
    const options = createOptionReader(optionsOfFlags(standing))
    const { problems, versions } = await servedFrom(values.run, values.runs)
    const workers = { min: 1, max: WORKERS_MAX }
    const server = await openServer({
      ...{ host, port, token, options, problems, versions, version: version() },
      workers: wholeNumber("workers", values.workers, workers) ?? availableParallelism(),
      bodyBytesMax: (wholeNumber("body-mb", values["body-mb"], BODY_MB) ?? BODY_MB_DEFAULT) << 20,
      patienceMs: seconds("request-seconds", REQUEST_SECONDS),
      deadlineMs: seconds("deadline", DEADLINE_SECONDS),
      undecided: oneOf("undecided", values.undecided, POLICIES),
      judgeName: `judge@${version()}`,
    }).catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(error, host, port)
    })
    if (server === undefined) {
      throw new RunFailure("verifier", "process", "no judging process starts")
    }
    const { url } = server
    if (values.json) printJson({ url, problems: problems.size })
    else print(`judging at ${url}: Ctrl-C ends it, ${url}/v1/policy says by what rules`)
    await toldToStop()
    await server.close()
    return EXIT.done
  },
})

/** The problems of a run, which take the verifiers and the store to be read; or none. */
async function servedFrom(run: string | undefined, runs: string | undefined): Promise<Served> {
  if (run === undefined) return { problems: indexProblems([], () => []), versions: new Map() }
  return (await import("./serve-run.ts")).servedRun(run, runs)
}
