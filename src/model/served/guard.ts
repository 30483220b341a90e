import { spawn } from "node:child_process"
import { signalGroup } from "../../group.ts"
import { openLog } from "../../log.ts"

// Stands between a run and the server of its checkpoints, which is some program in a process group
// of its own. The pipe to the run closes when the run ends, however it ends: then the group does.

const GRACE_MS = 5_000 // after a polite word
const LOOK_MS = 50
const LOG_BYTES_MAX = 8 * 1024 * 1024 // of one server: its first words and its last

const [log, program, ...args] = process.argv.slice(2)
const words = openLog(log!, LOG_BYTES_MAX)
const child = spawn(program!, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] })
for (const stream of [child.stdout, child.stderr]) {
  stream.on("data", words.keep)
}
child.on("error", (error) => {
  words.keep(Buffer.from(`${error.message}\n`))
  leave(127)
})
child.on("exit", (code) => {
  if (!isEnding) leave(code ?? 1)
})

let isEnding = false
process.stdin.resume()
process.stdin.on("end", end)
process.stdin.on("error", end)
process.on("SIGTERM", end)
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {}) // not meant for us

function end(): void {
  if (isEnding) return
  isEnding = true
  const leader = child.pid
  if (leader === undefined) leave(1)
  signalGroup(leader!, "SIGTERM")
  const begun = performance.now()
  const looking = setInterval(() => {
    if (signalGroup(leader!, 0) && performance.now() - begun < GRACE_MS) return
    clearInterval(looking)
    leave(0)
  }, LOOK_MS)
}

/** Nobody of the group is left behind, children of children neither. */
function leave(code: number): never {
  if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL")
  words.close()
  process.exit(code)
}
