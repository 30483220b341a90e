import type { SkillSpec } from "../../src/verifier.ts"
import { composed } from "../../verifiers/composed/verifier.ts"
import { PHRASES } from "../../verifiers/kernel/composed-words.ts"
import type { Understood } from "./statements.ts"

const LETTER = /(?<!\p{L})[NMKQ](?!\p{L})/u
const [INNER, OUTER] = ["\u0001", "\u0002"]

/**
 * Reads a statement that is made of two: the inner one first, whose answer then stands in the outer
 * one for the letter. A reading is believed only if these are the words that are stated for it.
 */
export function readComposed(
  text: string,
  read: (part: string, only: readonly string[]) => Understood | undefined,
): Understood | undefined {
  const letter = LETTER.exec(text)?.[0]
  if (letter === undefined) return undefined
  const { parts } = composed.skills[0]!
  for (const [first, second] of halvesOf(text, letter)) {
    const inner = read(first, parts!.inner!)
    if (inner === undefined) continue
    const all = new RegExp(LETTER.source.replace("[NMKQ]", letter), "gu")
    const outer = read(second.replaceAll(all, inner.answer), parts!.outer!)
    if (outer === undefined) continue
    const understood = confirmed(inner, outer, text)
    if (understood !== undefined) return understood
  }
  return undefined
}

/** The two statements, for every phrase that may have joined them, at every end of a sentence. */
function* halvesOf(text: string, letter: string): Generator<readonly [string, string]> {
  const isLatex = text.includes(`$${letter}$`)
  for (const phrase of PHRASES) {
    const frame = phrase(INNER!, OUTER!, isLatex ? `$${letter}$` : letter)
    const [start, rest] = frame.split(INNER!) as [string, string]
    const middle = rest.slice(0, rest.indexOf(OUTER!))
    if (!text.startsWith(start)) continue
    const body = text.slice(start.length)
    for (let at = body.indexOf(middle); at !== -1; at = body.indexOf(middle, at + 1)) {
      const first = body.slice(0, at)
      if (/[.?]$/.test(first)) yield [first, body.slice(at + middle.length)]
    }
  }
}

function confirmed(inner: Understood, outer: Understood, text: string): Understood | undefined {
  const [skill] = composed.skills
  const fields = Object.keys(outer.spec).filter((name) => `${outer.spec[name]}` === inner.answer)
  for (const at of fields) {
    const spec: SkillSpec = { skill: "composed", inner: inner.spec, outer: outer.spec, at }
    const derived = composed.spec.safeParse(spec).success ? composed.derive(spec) : undefined
    if (!derived?.ok) continue
    const wordings = Array.from({ length: skill!.wordings }, (_, wording) => wording)
    const isSaid = wordings.some((wording) => {
      const said = composed.state(spec, wording)
      return said.text === text || said.latex === text
    })
    if (!isSaid) continue
    const { key } = derived
    return { skill: skill!, verifier: composed, spec, key, answer: composed.present(key) }
  }
  return undefined
}
