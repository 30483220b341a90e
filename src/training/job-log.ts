import { renameSync, writeFileSync } from "node:fs"
import { StringDecoder } from "node:string_decoder"
import { type Kept, openLog } from "../log.ts"
import { type JobFolder, Progress } from "./job-folder.ts"

const LOG_BYTES_MAX = 16 * 1024 * 1024 // of one start; a log beyond it loses its middle
const LINE_CHARS_MAX = 65_536 // a line beyond it is no progress

export interface JobLog {
  /** Standard output: progress, or words for the log. */
  readonly heard: (chunk: Buffer) => void
  /** Standard error: words for the log. */
  readonly said: (chunk: Buffer) => void
  close(): Kept
}

/** Takes progress out of what a program prints, and keeps the rest. */
export function openJobLog({ log, progress }: Pick<JobFolder, "log" | "progress">): JobLog {
  const words = openLog(log, LOG_BYTES_MAX)
  let line = ""
  const decoder = new StringDecoder("utf8")

  function take(text: string): void {
    const found = progressIn(text)
    if (found === undefined) {
      words.keep(Buffer.from(text))
      return
    }
    // Not durable, for it is only looked at; renamed, so that nobody reads half of it.
    words.attempt(() => {
      writeFileSync(`${progress}.tmp`, JSON.stringify(found))
      renameSync(`${progress}.tmp`, progress)
    })
  }

  return {
    heard(chunk) {
      line += decoder.write(chunk)
      for (let at = line.indexOf("\n"); at >= 0; at = line.indexOf("\n")) {
        take(line.slice(0, at + 1))
        line = line.slice(at + 1)
      }
      if (line.length <= LINE_CHARS_MAX) return
      words.keep(Buffer.from(line))
      line = ""
    },
    said: words.keep,
    close() {
      if (line !== "") take(line)
      return words.close()
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
