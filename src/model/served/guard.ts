import { spawn } from "node:child_process"
import { closeSync, openSync, writeSync } from "node:fs"
import { signalGroup } from "../../group.ts"

// Stands between a run and the server of its checkpoints, which is some program in a process group
// of its own. The pipe to the run closes when the run ends, however it ends: then the group does.

const GRACE_MS = 5_000 // after a polite word
const LOOK_MS = 50
const LOG_BYTES_MAX = 8 * 1024 * 1024 // what a server says first and says last tells its troubles

const [log, program, ...args] = process.argv.slice(2)
const file = openSync(log!, "a")
let left = LOG_BYTES_MAX
const child = spawn(program!, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] })
for (const stream of [child.stdout, child.stderr]) {
  stream.on("data", (chunk: Buffer) => {
    const kept = chunk.subarray(0, left)
    left -= kept.length
    if (kept.length > 0) writeSync(file, kept)
  })
}
child.on("error", (error) => {
  writeSync(file, `${error.message}\n`)
  process.exit(127)
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
  closeSync(file)
  process.exit(code)
}
