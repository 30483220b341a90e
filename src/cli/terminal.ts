import { basename, relative } from "node:path"
import { styleText } from "node:util"
import { asciiJson } from "../view/inert.ts"

type Style = Parameters<typeof styleText>[0]

/** Prints a line for people or data for programs. Stored text goes through `clean` first. */
export function print(line = ""): void {
  process.stdout.write(`${line}\n`)
}

/** Progress and complaints: never mixed into data on stdout. */
export function note(line: string): void {
  process.stderr.write(`${invocation(line)}\n`)
}

/**
 * Every `agon …` in a line, as one can type it here. A clone puts no `agon` on the path; only one
 * that is installed globally is started under that bare name.
 */
export function invocation(line: string): string {
  const { npm_lifecycle_event: script } = process.env
  const isOnPath = script === undefined && basename(process.argv[1] ?? "") === "agon"
  return isOnPath ? line : line.replace(/(^\s*|`|: |→ | {3})agon (?=[a-z<-])/g, "$1npx agon ")
}

export function printJson(value: unknown): void {
  print(asciiJson(value))
}

/** Styled where stdout is a terminal that shows colour and NO_COLOR is not set. */
export function style(format: Style, text: string): string {
  return styleText(format, text, { stream: process.stdout })
}

export function styleNote(format: Style, text: string): string {
  return styleText(format, text, { stream: process.stderr })
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu // controls, escapes, direction marks, separators

/** Text that a player or a file wrote, made harmless for a terminal: one line, no control codes. */
export function clean(text: string): string {
  return text.replace(INVISIBLE, "\uFFFD")
}

/** Rows of cleaned cells in columns; numbers and shares are easier to compare at the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const cells = [header, ...rows].map((row) => row.map(clean))
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const lines = cells.map((row) =>
    row
      .map((cell, at) =>
        right.includes(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
      )
      .join("  ")
      .trimEnd(),
  )
  return [style("dim", lines[0]!), ...lines.slice(1)]
}

/** A path as one would type it from here. */
export function nearPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near === "" || near.startsWith("..") ? path : near
}
