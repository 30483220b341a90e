import { readFileSync } from "node:fs"
import { z } from "zod"
import type { Json } from "../../src/record/canonical.ts"

const Attack = z.object({ trick: z.string(), answer: z.string() })
export type Attack = z.infer<typeof Attack>

/** The attacks of a verifier's exploits.json. */
export function attacksIn(file: URL): readonly Attack[] {
  const Exploits = z.object({ about: z.string(), attacks: z.array(Attack).min(10) })
  return Exploits.parse(JSON.parse(readFileSync(file, "utf8"))).attacks
}

/** Keys that differ from the right one by a step, a sign, a factor, or less than floats hold. */
export function wrongKeys(key: Json): string[] {
  const [top, bottom] = String(key).split("/") as [string, string?]
  const [p, q] = [BigInt(top), BigInt(bottom ?? 1)]
  const huge = 10n ** 60n
  const candidates = [
    ...[1n, -1n, 2n, 9n, 10n, -10n, 100n, 33_554_393n].map((step) => [p + step, q] as const),
    ...([
      [-p, q],
      [q, p],
      [p * 10n, q],
      [p * 2n, q],
      [p, q + 1n],
      [p, q * 2n],
    ] as const),
    ...([[2n * p * huge + 1n, 2n * q * huge]] as const), // equal as floats
  ]
  const texts = candidates.filter(([, below]) => below > 0n).map(([a, b]) => reduced(a, b))
  return texts.filter((text) => text !== key)
}

function reduced(top: bigint, bottom: bigint): string {
  let [a, b] = [top < 0n ? -top : top, bottom]
  while (b > 0n) [a, b] = [b, a % b]
  return bottom === a ? `${top / a}` : `${top / a}/${bottom / a}`
}

/** The right answer in the ways that people and models write it. */
export function spellings(right: string): string[] {
  const dashed = right.replace("-", "\u2212")
  const forms = [
    ...[right, ` ${right} `, `\t${right}\n`, `${right}.`, dashed, `x = ${right}`, `x=${right}.`],
    ...[`$${right}$`, `$${right}$.`, `\\(${right}\\)`, `\\[${right}\\]`, `\\boxed{${right}}`],
    ...[`$x = \\boxed{${right}}$`, `x = $${right}$`, `\\boxed{x = ${right}}`],
  ]
  const [top, bottom] = right.split("/") as [string, string?]
  if (bottom === undefined) return [...forms, `${right}.0`, `${right}.00`]
  return [
    ...[...forms, `${top} / ${bottom}`, `\\frac{${top}}{${bottom}}`, `\\dfrac{${top}}{${bottom}}`],
    ...[`$\\boxed{\\frac{${top}}{${bottom}}}$`, `\\frac{ ${dashed.split("/")[0]} }{ ${bottom} }`],
  ]
}

/** An oracle for short edits of a canonical text, written apart from the reader under test. */
export function plainValue(text: string): string {
  const bare = text
    .replace(/[\s$\\(){},+]/g, "")
    .replace(/^x=/, "")
    .replace(/\.$/, "")
  const [top = "", bottom = "1"] = bare.split("/")
  const [scaledTop, scaledBottom] = [top, bottom].map((part) => {
    const decimals = part.split(".")[1]?.length ?? 0
    return [BigInt(part.replace(".", "")), 10n ** BigInt(decimals)] as const
  }) as [readonly [bigint, bigint], readonly [bigint, bigint]]
  const [p, q] = [scaledTop[0] * scaledBottom[1], scaledBottom[0] * scaledTop[1]]
  return q < 0n ? reduced(-p, -q) : reduced(p, q)
}
