import { spawn } from "node:child_process"
import { linkSync, rmSync, writeFileSync } from "node:fs"
import { makeFolder, writeAtomic } from "../disk.ts"
import { processName, signalGroup } from "../group.ts"
import { type JobEnd, jobFolder } from "./job-folder.ts"
import { openJobLog } from "./job-log.ts"
import { endOrphan } from "./supervise.ts"

// Runs one training program and outlives the run that wanted it: a run that is killed and resumed
// finds its job under way, or done. `node supervisor.ts <jobs> <job> <minutes> <program> <args…>`

const GRACE_MS = 10_000 // after SIGTERM, as docs/training.md promises programs
const LOOK_MS = 50
const LAST_WORDS_MS = 2_000 // a stray process may hold the pipe of one that has ended
const MS_PER_MINUTE = 60_000
const TIMER_MS_MAX = 2 ** 31 - 1 // a longer one would ring at once
const END_BYTES = 4_096 // one block: more than the news of an end takes

const [jobs, job, minutes, command, ...args] = process.argv.slice(2)
const files = jobFolder(jobs!, job!)
const me = processName(process.pid)!
let asked: "stopped" | "time-limit" | undefined
let limit: NodeJS.Timeout
process.on("SIGTERM", () => end("stopped")) // before anybody can know whom to ask
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {}) // not meant for us
if (!takesHold()) process.exit(0) // somebody else runs this job
clearAway()
// A program that fills the disk is to leave room for the news of its end: these bytes are given up.
writeFileSync(`${files.end}.tmp`, Buffer.alloc(END_BYTES))

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
endAfter(Number(minutes) * MS_PER_MINUTE)

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
  endOrphan(files)
  const { out, work, result, program, progress, sealed } = files
  for (const path of [out, result, program, progress, sealed]) {
    rmSync(path, { recursive: true, force: true })
  }
  for (const path of [out, work]) makeFolder(path)
}

function endAfter(ms: number): void {
  const more = ms - TIMER_MS_MAX
  limit = setTimeout(
    () => (more > 0 ? endAfter(more) : end("time-limit")),
    Math.min(ms, TIMER_MS_MAX),
  )
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

function conclude(how: Omit<JobEnd, "cut" | "fault">): void {
  clearTimeout(limit)
  writeAtomic(files.end, JSON.stringify({ ...how, ...log.close() }))
  process.exit(0)
}
