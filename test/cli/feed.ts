import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const BIN = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))

export interface Fed {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** Most memory held at once by the command and by its judge, MiB; read just before the end. */
  readonly peakMiB: readonly number[]
}

/** The real command with standard input, fed as fast as it takes it. */
export async function feed(
  args: readonly string[],
  input: Iterable<string | Uint8Array>,
  linesExpected = Number.POSITIVE_INFINITY,
): Promise<Fed> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  let lines = 0
  let peakMiB: readonly number[] = []
  child.stdin.on("error", () => {}) // a command that ends early stops reading
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk))
  const answered = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      out.push(chunk)
      for (const byte of chunk) if (byte === 0x0a) lines++
      if (lines >= linesExpected) resolve()
    })
    child.on("close", () => resolve())
  })
  const closed = once(child, "close")
  for (const piece of input) {
    if (!child.stdin.write(piece)) await Promise.race([once(child.stdin, "drain"), closed])
  }
  if (linesExpected < Number.POSITIVE_INFINITY) {
    await answered
    peakMiB = peaksOf(child.pid!)
  }
  child.stdin.end()
  const [code] = (await closed) as [number | null]
  const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8")
  return { code, out: text(out), err: text(err), peakMiB }
}

/** Of a process and those that it has started. Linux only; elsewhere nothing is known. */
function peaksOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    return [pid, ...children.trim().split(" ").filter(Boolean)].map((id) => {
      const status = readFileSync(`/proc/${id}/status`, "utf8")
      return Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024
    })
  } catch {
    return []
  }
}
