import { createHash, hash } from "node:crypto"
import { basename } from "node:path"
import type { Hash } from "../record/id.ts"
import { type Guarded, reducedTo } from "../rule/contamination.ts"
import { type Prints, printsOf } from "../rule/contamination-prints.ts"
import type { History } from "../run/history.ts"
import { type NamedList, sealedList } from "../training/export/guard.ts"
import { UsageError } from "./exit.ts"
import { guardedLines } from "./guarded-lines.ts"

/** The run's own sealed sets, which nobody has to ask for. */
export function sealedLists({ suites }: History): NamedList[] {
  return [...suites.values()].map(({ name, problems, hash: sha256 }) => {
    return sealedList(`sealed ${name}`, problems, sha256)
  })
}

/**
 * A list of what must not be trained on: a text a line, or JSON with a text in one of the usual
 * fields, or the prints of a text without the text itself, as `agon prints` makes them. Of a list
 * of millions only what some row shares with it is held.
 */
export async function foreignList(path: string, known: ReadonlySet<string>): Promise<NamedList> {
  const items: Guarded[] = []
  const sum = createHash("sha256")
  let size = 0
  for await (const line of guardedLines(path, (bytes) => sum.update(bytes))) {
    size++
    const all = "prints" in line ? [line.prints] : line.texts.map(printed)
    for (const prints of all) items.push(...reducedTo({ place: line.place, prints }, known))
  }
  if (size === 0) throw new UsageError(`${path} holds no text`, "one text a line")
  return { name: basename(path), kind: "foreign", items, size, sha256: sum.digest("hex") as Hash }
}

/** The same prints as anywhere, several times as fast. */
export function printed(text: string): Prints {
  return printsOf(text, (content) => hash("sha256", content, "hex"))
}
