/** A key that is one exact number in canonical text: `-4`, `19/12`, `2.75`. */
export function isExactNumber(key: unknown): key is string {
  return typeof key === "string" && /^-?\d{1,200}(\/\d{1,200}|\.\d{0,200}[1-9])?$/.test(key)
}

/** Keys that differ from the right one by a step, a sign, a factor, or less than floats hold. */
export function wrongNumbers(key: string): string[] {
  const [top, bottom] = (plainValue(key) ?? "").split("/") as [string, string?]
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

/** The right number in the ways that people and models write it. */
export function numberSpellings(right: string): string[] {
  const dashed = right.replace("-", "\u2212")
  const forms = [
    ...[right, ` ${right} `, `\t${right}\n`, `${right}.`, dashed, `x = ${right}`, `x=${right}.`],
    ...[`$${right}$`, `$${right}$.`, `\\(${right}\\)`, `\\[${right}\\]`, `\\boxed{${right}}`],
    ...[`$x = \\boxed{${right}}$`, `x = $${right}$`, `\\boxed{x = ${right}}`],
  ]
  const [top, bottom] = right.split("/") as [string, string?]
  if (right.includes(".")) return [...forms, `${right}0`, `${right}00`]
  if (bottom === undefined) return [...forms, `${right}.0`, `${right}.00`]
  return [
    ...[...forms, `${top} / ${bottom}`, `\\frac{${top}}{${bottom}}`, `\\dfrac{${top}}{${bottom}}`],
    ...[`$\\boxed{\\frac{${top}}{${bottom}}}$`, `\\frac{ ${dashed.split("/")[0]} }{ ${bottom} }`],
  ]
}

/** An oracle for short edits of a canonical text, written apart from every reader under test. */
export function plainValue(text: string): string | null {
  const bare = text
    .replace(/[\s$\\(){},+]/g, "")
    .replace(/^x?=/, "")
    .replace(/\.$/, "")
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:\/(-?)(\d*)(?:\.(\d*))?)?$/.exec(bare)
  if (match === null) return null
  const [, sign, whole = "", decimals = "", under, below = "1", belowDecimals = ""] = match
  const top = BigInt(`${whole}${decimals}` || "0") * (sign === "-" ? -1n : 1n)
  const bottom = BigInt(`${below}${belowDecimals}` || "0") * (under === "-" ? -1n : 1n)
  const [p, q] = [top * 10n ** size(belowDecimals), bottom * 10n ** size(decimals)]
  if (q === 0n) return null
  return q < 0n ? reduced(-p, -q) : reduced(p, q)
}

function size(digits: string): bigint {
  return BigInt(digits.length)
}

function reduced(top: bigint, bottom: bigint): string {
  let [a, b] = [top < 0n ? -top : top, bottom]
  while (b > 0n) [a, b] = [b, a % b]
  return bottom === a ? `${top / a}` : `${top / a}/${bottom / a}`
}
