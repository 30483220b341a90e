import { closeSync, openSync, renameSync, writeFileSync, writeSync } from "node:fs"
import { StringDecoder } from "node:string_decoder"
import { type JobFolder, Progress } from "./job-folder.ts"

const LOG_BYTES_MAX = 16 * 1024 * 1024 // of one start; a log beyond it loses its end
const LINE_CHARS_MAX = 65_536 // a line beyond it is no progress

export interface JobLog {
  /** Standard output: progress, or words for the log. */
  readonly heard: (chunk: Buffer) => void
  /** Standard error: words for the log. */
  readonly said: (chunk: Buffer) => void
  /** Returns the bytes that there was no room for. */
  close(): number
}

/** Takes progress out of what a program prints, and keeps the rest. */
export function openJobLog({ log, progress }: Pick<JobFolder, "log" | "progress">): JobLog {
  const file = openSync(log, "a")
  let left = LOG_BYTES_MAX
  let cut = 0
  let line = ""
  const decoder = new StringDecoder("utf8")

  function keep(bytes: Buffer): void {
    const kept = bytes.subarray(0, left)
    left -= kept.length
    cut += bytes.length - kept.length
    if (kept.length > 0) writeSync(file, kept)
  }

  function take(text: string): void {
    const found = progressIn(text)
    if (found === undefined) {
      keep(Buffer.from(text))
      return
    }
    // Not durable, for it is only looked at; renamed, so that nobody reads half of it.
    writeFileSync(`${progress}.tmp`, JSON.stringify(found))
    renameSync(`${progress}.tmp`, progress)
  }

  return {
    heard(chunk) {
      line += decoder.write(chunk)
      for (let at = line.indexOf("\n"); at >= 0; at = line.indexOf("\n")) {
        take(line.slice(0, at + 1))
        line = line.slice(at + 1)
      }
      if (line.length <= LINE_CHARS_MAX) return
      keep(Buffer.from(line))
      line = ""
    },
    said: keep,
    close() {
      if (line !== "") take(line)
      if (cut > 0) writeSync(file, `\n${cut} bytes more are not kept\n`)
      closeSync(file)
      return cut
    },
  }
}

function progressIn(line: string) {
  if (!line.startsWith("{") || line.length > LINE_CHARS_MAX) return undefined
  try {
    return Progress.safeParse(JSON.parse(line).progress).data
  } catch {
    return undefined
  }
}
