import { join, resolve } from "node:path"
import { withoutSecrets } from "../model/served/server.ts"
import { createGuard } from "../serve/guard.ts"
import { openJobServer } from "../training/job-server.ts"
import { defineCommand, JSON_OPTION, wholeNumber } from "./command.ts"
import { EXIT, UsageError } from "./exit.ts"
import { cannotListen, tokenFrom, toldToStop } from "./listening.ts"
import { refuseMissingProgram } from "./program.ts"
import { print, printJson } from "./terminal.ts"
import { openRewards, places } from "./trained.ts"
import { machineWorld } from "./world.ts"

const HOST = "127.0.0.1"
const PORT = 7430
const SILENCE_MS_MAX = 120_000 // of a client in the middle of a file
const FILE_GB = { min: 1, max: 1_024 }
const FILE_GB_DEFAULT = 64 // one file of the largest open models has some gigabytes

/** `agon trainer`: runs the training jobs of other machines. */
export const trainer = defineCommand({
  usage: "agon trainer --command word … [--folder jobs] [--port n]",
  about: [
    "Takes training jobs over HTTP and runs each with one program: recipes with training.by",
    '{"kind": "http"} send theirs here. A job is named by its content, so one that is sent twice',
    "runs once; one that was under way when this server ended goes on when it is asked for again.",
    "docs/training.md has the requests, and what the program is given and gives back.",
  ],
  options: {
    command: {
      type: "string",
      multiple: true,
      value: "word",
      about: "the program, then each of its arguments; {agon}, {here}: see below",
    },
    folder: { type: "string", value: "folder", about: "where jobs and checkpoints lie (jobs/)" },
    port: { type: "string", value: "n", about: `the port (${PORT}; 0: any that is free)` },
    host: { type: "string", value: "address", about: `the address to listen on (${HOST})` },
    "token-env": {
      type: "string",
      value: "NAME",
      about: "the environment variable that holds the token which clients must send",
    },
    "file-gb": { type: "string", value: "n", about: `the largest file (${FILE_GB_DEFAULT})` },
    json: JSON_OPTION,
  },
  notes: [
    "In --command {agon} is this package's folder and {here} the one that this server was started",
    "in; a program runs in the folder of its job, where a path from here leads nowhere.",
    "",
    "Only this machine may ask, unless a token is set. The connection is not encrypted: put a proxy",
    "or a tunnel before it where the network is not yours. Whoever may ask may have anything trained",
    "on; which program trains, only this command line says.",
  ],
  examples: [
    [
      "agon trainer --command python3 --command {agon}/src/training/transformers/train.py",
      "TRL, for runs of this machine",
    ],
    [
      "agon trainer --host 0.0.0.0 --token-env AGON_TRAINER_TOKEN --command {here}/train",
      "for other machines",
    ],
  ],
  words: { min: 0, max: 0 },
  async run(values) {
    const command = values.command ?? []
    if (command.length === 0) {
      throw new UsageError("--command is missing: which program trains?", "--help has examples")
    }
    refuseMissingProgram(command[0]!)
    const host = values.host ?? HOST
    const port = wholeNumber("port", values.port, { min: 0, max: 65_535 }) ?? PORT
    const token = tokenFrom(values["token-env"], host)
    const gigabytes = wholeNumber("file-gb", values["file-gb"], FILE_GB) ?? FILE_GB_DEFAULT
    const folder = resolve(values.folder ?? "jobs")
    const server = await openJobServer({
      ...{ host, port, command, world: machineWorld, places: places() },
      guard: createGuard({ host, token }),
      environment: withoutSecrets(without(process.env, values["token-env"])),
      jobs: join(folder, "jobs"),
      checkpoints: join(folder, "checkpoints"),
      data: join(folder, "data"),
      fileBytesMax: gigabytes * 1024 ** 3,
      silenceMsMax: SILENCE_MS_MAX,
      judge: openRewards,
    }).catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(error, host, port)
    })
    const { url } = server
    if (values.json) printJson({ url, folder })
    else print(`training at ${url}, in ${folder}: Ctrl-C ends it, and the programs that run`)
    await toldToStop()
    await server.close()
    return EXIT.done
  },
})

/** What the programs are to see: they need not know who may ask. */
function without(environment: NodeJS.ProcessEnv, name = ""): NodeJS.ProcessEnv {
  const { [name]: _, ...rest } = environment
  return rest
}
