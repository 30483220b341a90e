import { type ChildProcess, fork } from "node:child_process"
import { getCompileCacheDir } from "node:module"
import { dirname } from "node:path"
import type { Mark } from "../cli/grade-mark.ts"
import type { Task } from "./task.ts"

const HEAP_MB_MAX = 512 // honest batches need less than 100
const INHERITED = ["NODE_OPTIONS", "SystemRoot", "TMPDIR", "TEMP"] // and no secret of the server's

export interface Hearing {
  onMarks(marks: readonly Mark[]): void
  onGone(): void
}

/** One judging process. The first marks that it sends are none, and mean that it is ready. */
export interface Worker {
  readonly pid: number | undefined
  send(batch: readonly Task[]): void
  kill(): void
  /** It ends by itself, and keeps its compiled code for the next one. */
  leave(): void
}

export function startWorker(withProblems: boolean, { onMarks, onGone }: Hearing): Worker {
  const child: ChildProcess = fork(
    new URL("./child.ts", import.meta.url),
    withProblems ? ["problems"] : [],
    {
      execArgv: [`--max-old-space-size=${HEAP_MB_MAX}`, "--disable-warning=ExperimentalWarning"],
      env: environment(),
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    },
  )
  let isGone = false
  const leave = () => {
    if (isGone) return
    isGone = true
    onGone()
  }
  child.on("message", (marks) => {
    if (!isGone) onMarks(marks as readonly Mark[])
  })
  child.on("exit", leave)
  child.on("error", leave)
  return {
    pid: child.pid,
    send: (batch) => void child.send([...batch], () => {}), // one that is gone is heard of as gone
    kill: () => void child.kill("SIGKILL"),
    leave() {
      if (child.connected) child.disconnect()
    },
  }
}

function environment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir()
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(inherited),
    ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }),
  }
}
