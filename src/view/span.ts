import { Writable } from "node:stream"
import { styleText } from "node:util"

/** What a piece of a line means; how that looks is decided once, here. */
export type Tone = "plain" | "dim" | "bold" | "accent" | "good" | "warm" | "bad"

export interface Span {
  readonly text: string
  readonly tone: Tone
}
export type Line = readonly Span[]

const STYLES = {
  dim: "dim",
  bold: "bold",
  accent: "cyan",
  good: "green",
  warm: "yellow",
  bad: ["red", "bold"],
} as const

export function plain(text: string, tone: Tone = "plain"): Span {
  return { text, tone }
}

/** How to write spans to this stream: with colour only where the stream and NO_COLOR allow it. */
export function painter(out: object): (line: Line) => string {
  const coloured = out instanceof Writable && styleText("bold", "x", { stream: out }) !== "x"
  return (line) =>
    line
      .map(({ text, tone }) =>
        coloured && tone !== "plain"
          ? styleText(STYLES[tone] as never, text, { validateStream: false })
          : text,
      )
      .join("")
}
