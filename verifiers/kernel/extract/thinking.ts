import { anyOf, lastBefore, type Page } from "./page.ts"

const TAGS: readonly (readonly [open: string, close: string])[] = [
  ["<think>", "</think>"],
  ["<thinking>", "</thinking>"],
  ["<thought>", "</thought>"],
  ["<reasoning>", "</reasoning>"],
  ["<|begin_of_thought|>", "<|end_of_thought|>"],
  ["[think]", "[/think]"],
]

const ANY = anyOf(TAGS.flat())

/** Where a reply begins behind its thinking part; `isOpen` where that part never ends. */
export function afterThinking(page: Page): { readonly start: number; readonly isOpen: boolean } {
  if (!ANY.test(page.low)) return { start: page.start, isOpen: false }
  let start = page.start
  let opened = -1
  for (const [open, close] of TAGS) {
    const closed = lastBefore(page, close, page.end)
    if (closed >= 0) start = Math.max(start, closed + close.length)
    opened = Math.max(opened, lastBefore(page, open, page.end))
  }
  return opened >= start && opened >= 0 ? { start: opened, isOpen: true } : { start, isOpen: false }
}
