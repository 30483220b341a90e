import { resolve } from "node:path"
import { EXIT, UsageError } from "./exit.ts"
import { openBench } from "./grade-bench.ts"
import { gradeTable } from "./grade-csv.ts"
import { type JudgeFlags, optionsOfFlags } from "./grade-flags.ts"
import { gradeLines } from "./grade-jsonl.ts"
import { createOptionReader } from "./grade-options.ts"
import { createTally } from "./grade-tally.ts"
import { openInput, openSink } from "./sink.ts"
import { note } from "./terminal.ts"

interface ManyFlags extends JudgeFlags {
  readonly key?: string
  readonly "key-column"?: string
  readonly "answer-column"?: string
  readonly "decimal-comma"?: boolean
  readonly out?: string
  readonly "no-micros"?: boolean
  readonly json?: boolean
}

/** Marks a table or a stream of JSON lines, from a file or from standard input. */
export async function gradeMany(
  flags: ManyFlags,
  { path, isStream }: { readonly path: string | undefined; readonly isStream: boolean },
): Promise<number> {
  const { key, out } = flags
  const options = createOptionReader(optionsOfFlags(flags))
  const bare = options(undefined)
  if (!bare.ok) throw new UsageError(bare.why)
  const isTyped = path === undefined || path === "-"
  if (isTyped && process.stdin.isTTY) note("reading what you type; Ctrl-D ends it")
  const input: AsyncIterable<Uint8Array> = isTyped ? process.stdin : openInput(path)
  if (out !== undefined && path !== undefined && resolve(out) === resolve(path)) {
    throw new UsageError(`--out ${out} would overwrite what is to be marked`, "choose another name")
  }
  const sink = openSink(out) // before the judge's process, which an error here would leave behind
  const desk = { bench: openBench(), sink, tally: createTally() }
  const withMicros = flags["no-micros"] !== true
  try {
    if (isStream) {
      await gradeLines(input, desk, { key, options, withMicros })
    } else {
      await gradeTable(input, desk, {
        key,
        keyColumn: flags["key-column"] ?? "key",
        answerColumn: flags["answer-column"] ?? "answer",
        options: bare.text,
        decimalComma: flags["decimal-comma"] === true,
        asJson: flags.json === true,
        withMicros,
        isTerminal: out === undefined && process.stdout.isTTY === true,
      })
    }
  } catch (error) {
    desk.sink.drop()
    throw error
  } finally {
    desk.bench.close()
  }
  desk.sink.close()
  desk.tally.tell(isStream ? "line" : "row")
  return EXIT.done
}
