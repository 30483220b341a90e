import { spawn } from "node:child_process"
import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { writeAtomic } from "../disk.ts"
import { isAlive, processName, signalGroup } from "../group.ts"
import { type JobEnd, jobFolder, ProcessFile, readAs } from "./job-folder.ts"
import { openJobLog } from "./job-log.ts"

// Runs one training program and outlives the run that wanted it: a run that is killed and resumed
// finds its job under way, or done. `node supervisor.ts <jobs> <job> <minutes> <program> <args…>`

const GRACE_MS = 10_000 // after SIGTERM, as docs/training.md promises programs
const LOOK_MS = 50
const LAST_WORDS_MS = 2_000 // a stray process may hold the pipe of one that has ended
const MS_PER_MINUTE = 60_000

const [jobs, job, minutes, command, ...args] = process.argv.slice(2)
const files = jobFolder(jobs!, job!)
const me = processName(process.pid)!
if (!takesHold()) process.exit(0) // somebody else runs this job
clearAway()

let asked: "stopped" | "time-limit" | undefined
const log = openJobLog(files)
const child = spawn(command!, [...args, files.job], {
  cwd: files.folder,
  detached: true, // a group of its own: it ends with all that it has started
  stdio: ["ignore", "pipe", "pipe"],
})
if (child.pid !== undefined) {
  const program = processName(child.pid)
  if (program !== undefined) writeAtomic(files.program, JSON.stringify(program))
}
child.stdout.on("data", log.heard)
child.stderr.on("data", log.said)
child.on("error", (error) => {
  log.said(Buffer.from(`${error.message}\n`))
  conclude({ outcome: "not-started", code: null, signal: null })
})
child.on("exit", (code, signal) => {
  signalGroup(child.pid!, "SIGKILL") // what it has left behind
  const ended = { outcome: asked ?? "exited", code, signal } as const
  child.on("close", () => conclude(ended))
  setTimeout(() => conclude(ended), LAST_WORDS_MS)
})
const limit = setTimeout(() => end("time-limit"), Number(minutes) * MS_PER_MINUTE)
process.on("SIGTERM", () => end("stopped"))
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {}) // not meant for us

/** One supervisor a job: the link is made by one of two that start at once. */
function takesHold(): boolean {
  const own = `${files.holder}.${process.pid}.tmp`
  writeFileSync(own, JSON.stringify(me))
  try {
    linkSync(own, files.holder)
    return true
  } catch {
    return false
  } finally {
    rmSync(own)
  }
}

/** What an earlier start has left, all but what the program keeps for itself. */
function clearAway(): void {
  const orphan = readAs(files.program, ProcessFile)
  if (orphan !== undefined && isAlive(orphan)) signalGroup(orphan.pid, "SIGKILL")
  const { out, work, result, program, progress, sealed } = files
  for (const path of [out, result, program, progress, sealed]) {
    rmSync(path, { recursive: true, force: true })
  }
  for (const path of [out, work]) mkdirSync(path, { recursive: true })
}

function end(why: "stopped" | "time-limit"): void {
  if (asked !== undefined || child.pid === undefined) return
  asked = why
  const leader = child.pid
  signalGroup(leader, "SIGTERM")
  const begun = performance.now()
  const looking = setInterval(() => {
    if (signalGroup(leader, 0) && performance.now() - begun < GRACE_MS) return
    clearInterval(looking)
    signalGroup(leader, "SIGKILL")
  }, LOOK_MS)
}

function conclude(how: Omit<JobEnd, "cut">): void {
  clearTimeout(limit)
  const cut = log.close()
  writeAtomic(files.end, JSON.stringify({ ...how, cut }))
  process.exit(0)
}
