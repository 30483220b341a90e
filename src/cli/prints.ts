import { closeSync, fsyncSync, openSync, rmSync } from "node:fs"
import { resolve } from "node:path"
import { moveDurably, writeWhole } from "../disk.ts"
import { defineCommand } from "./command.ts"
import { EXIT, UsageError } from "./exit.ts"
import { printed } from "./export-bundle-lists.ts"
import { guardedLines } from "./guarded-lines.ts"
import { note, print } from "./terminal.ts"

/** `agon prints`: a list that can be shared and guarded without its texts. */
export const prints = defineCommand({
  usage: "agon prints <list> [--out file]",
  about: [
    "Writes the prints of a list's texts, one JSON object a line: hashes that `agon export --against`",
    "takes in place of the texts. A text a line, or JSON with a text in one of the usual fields.",
    "Who has the prints learns nothing of a text that they could not guess; a short text is guessed",
    "easily, so what must stay secret should not be published even so.",
  ],
  options: { out: { type: "string", value: "file", about: "a file in place of the output" } },
  examples: [
    ["agon prints exam.txt --out exam.prints.jsonl", "hashes of a private exam"],
    ["agon export <run> --target trl-sft --out bundles --against exam.prints.jsonl", "guard it"],
  ],
  words: { min: 1, max: 1 },
  async run({ out }, [list]) {
    const count = out === undefined ? await printAll(list!) : await writeAll(list!, resolve(out))
    note(`${count} prints`)
    return EXIT.done
  },
})

async function printAll(list: string): Promise<number> {
  let count = 0
  for await (const line of printLines(list)) {
    print(line)
    count++
  }
  return count
}

/** The file is there when it is whole: half a list would guard half. */
async function writeAll(list: string, path: string): Promise<number> {
  const part = `${path}.part`
  const file = openSync(part, "w")
  let count = 0
  try {
    for await (const line of printLines(list)) {
      writeWhole(file, Buffer.from(`${line}\n`), path, null)
      count++
    }
    fsyncSync(file)
  } catch (error) {
    rmSync(part)
    throw error
  } finally {
    closeSync(file)
  }
  moveDurably(part, path)
  return count
}

async function* printLines(list: string): AsyncGenerator<string> {
  let isEmpty = true
  for await (const line of guardedLines(list)) {
    isEmpty = false
    const all = "prints" in line ? [line.prints] : line.texts.map(printed)
    for (const one of all) yield JSON.stringify(one)
  }
  if (isEmpty) throw new UsageError(`${list} holds no text`, "one text a line")
}
