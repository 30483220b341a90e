import { existsSync } from "node:fs"
import { defineCommand, JSON_OPTION } from "./command.ts"
import { EXIT, UsageError } from "./exit.ts"
import { JUDGE_FLAGS, type JudgeFlags, optionsOfFlags } from "./grade-flags.ts"
import { createMarker, markOf } from "./grade-mark.ts"
import { optionLines } from "./grade-shapes.ts"
import { openInput } from "./sink.ts"
import { printJson } from "./terminal.ts"

const USAGE = "agon grade --key <text> --answer <text> | <table.csv> | --jsonl"
const REPLY_BYTES_MAX = 16 * 1024 * 1024 // as long as a line of --jsonl may be

/** `agon grade`: one answer, a column of them, or a stream. */
export const grade = defineCommand({
  usage: USAGE,
  about: [
    "Says whether an answer equals a key: correct, incorrect or undecided, and how it knows. Both",
    "are read as LaTeX, plain text or Unicode mathematics; an answer may be a whole model reply.",
    "A table is marked in its columns key and answer. With --jsonl each line of standard input is",
    '{"id", "key", "answer", "options"?}, and each gets a line, in order; a line that cannot be',
    "read is undecided, reason bad-line. Reruns give the same bytes with --no-micros.",
    "One answer ends with exit code 0 if correct, 10 if incorrect, 11 if undecided.",
  ],
  options: {
    key: { type: "string", value: "text", mayBeEmpty: true, about: "the right answer" },
    answer: {
      type: "string",
      value: "text",
      mayBeEmpty: true,
      about: "what is judged; - for standard input",
    },
    "answer-file": { type: "string", value: "file", about: "a whole reply, from a file" },
    jsonl: { type: "boolean", about: "judge JSON lines from standard input" },
    "key-column": { type: "string", value: "name", about: "the column of keys (default key)" },
    "answer-column": { type: "string", value: "name", about: "the answers' (default answer)" },
    "decimal-comma": { type: "boolean", about: "in a table 3,5 is 3.5, and 1.000 is 1000" },
    out: { type: "string", value: "file", about: "write to a file" },
    ...JUDGE_FLAGS,
    policies: { type: "boolean", about: "list the rules that --no-policy switches off" },
    "no-micros": { type: "boolean", about: "leave out how long each verdict took" },
    json: JSON_OPTION,
  },
  notes: [
    'What --options holds, and "options" in a line of --jsonl:',
    ...optionLines(),
    '  as in {"id": 7, "key": "3.14", "answer": "3.1", "options": {"tolerance": "1%"}}',
  ],
  examples: [
    ["agon grade --key '\\frac12' --answer '0.5'", "one answer"],
    ["agon grade --key 42 --answer - < reply.txt", "a model's whole reply"],
    ["agon grade class.csv --out marked.csv", "a column of answers"],
    ["agon grade --jsonl < answers.jsonl > verdicts.jsonl", "a stream"],
    ["agon grade --policies", "what rests on a rule, and not on mathematics"],
  ],
  words: { min: 0, max: 1 },
  async run(values, [path]) {
    if (values.policies) return (await import("./grade-words.ts")).printPolicies(values.json)
    const isStream = values.jsonl === true || path?.endsWith(".jsonl") === true
    if (isStream || path !== undefined) {
      const many = isStream ? "a stream of lines" : `the table ${path}`
      forbid(values, ["answer", "answer-file", ...(isStream ? COLUMNS : [])], many)
      if (values.key !== undefined) forbid(values, ["key-column"], "--key, which is for every row")
      if (path !== undefined && path !== "-" && !existsSync(path)) {
        const one = "one answer: agon grade --key <text> --answer <text>"
        throw new UsageError(`${path} cannot be read: there is no such file`, one)
      }
      const { gradeMany } = await import("./grade-many.ts")
      return gradeMany(values, { path, isStream })
    }
    forbid(values, [...COLUMNS, "out"], "one answer: it is for a table or a stream")
    if (values.key === undefined) throw new UsageError("--key is missing", USAGE)
    return gradeOne(values.key, await answerOf(values), values)
  },
})

const COLUMNS = ["key-column", "answer-column", "decimal-comma"]

/** What does not go together is said, not overlooked. */
function forbid(
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
  what: string,
): void {
  const odd = names.find((name) => values[name] !== undefined)
  if (odd !== undefined) throw new UsageError(`--${odd} does not go with ${what}`, USAGE)
}

interface OneFlags extends JudgeFlags {
  readonly answer?: string
  readonly "answer-file"?: string
  readonly json?: boolean
  readonly "no-micros"?: boolean
}

async function gradeOne(key: string, answer: string, flags: OneFlags): Promise<number> {
  const said = optionsOfFlags(flags)
  // The schema is loaded only where there is something to check: it is a third of the start.
  const options = said && (await import("./grade-options.ts")).checkedOptions(said)
  const judge =
    options === undefined
      ? (await import("../../verifiers/kernel/judge/judging.ts")).judgePlainly
      : (await import("../../verifiers/kernel/judge/judge.ts")).judge
  const timed = createMarker(judge)({ key, answer, options: options ?? "" })
  if (flags.json) {
    const { micros, ...rest } = markOf(timed)
    printJson(flags["no-micros"] ? rest : { ...rest, micros })
  } else {
    const { printVerdict } = await import("./grade-words.ts")
    printVerdict(timed.verdict, key, answer)
  }
  return EXIT_OF[timed.verdict.outcome]
}

const EXIT_OF = { correct: EXIT.done, incorrect: EXIT.incorrect, undecided: EXIT.undecided }

async function answerOf({ answer, "answer-file": file }: OneFlags): Promise<string> {
  if (answer !== undefined && file !== undefined) {
    throw new UsageError("--answer and --answer-file do not go together", USAGE)
  }
  if (file !== undefined) return textOf(openInput(file), file)
  if (answer === undefined) throw new UsageError("--answer is missing", USAGE)
  return answer === "-" ? textOf(process.stdin, "standard input") : answer
}

async function textOf(input: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of input) {
    bytes += part.length
    if (bytes > REPLY_BYTES_MAX) throw new UsageError(`${name} is over ${REPLY_BYTES_MAX} bytes`)
    parts.push(part)
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    throw new UsageError(`${name} is not text in UTF-8`)
  }
}
