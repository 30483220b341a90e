/** Characters that stand for an operator or a named thing of their own. */
export const SIGNS: ReadonlyMap<string, string> = new Map(
  pairs(`≤ ≤ ⩽ ≤ ≦ ≤ ≥ ≥ ⩾ ≥ ≧ ≥ ≠ ≠ ≈ ≈ ≃ ≈ ≅ ≈ ∈ ∈ ∉ ∉ ⊂ ⊂ ⊊ ⊂ ⊆ ⊆ ≡ ≡ ∪ ∪ ⋃ ∪ ∩ ∩ ⋂ ∩ ∖ ∖
± ± ∓ ∓ √ √ ∛ ∛ ∜ ∜ ∑ ∑ ∏ ∏ ∫ ∫ → → ⟶ → ⟹ ⇒ ⇒ ⇒ ⇔ ⇔ ⟺ ⇔ ↔ ⇔ ∧ ∧ ∨ ∨ ¬ ¬ ⊕ ⊕ ⊻ ⊕ ° ° º ° ˚ °
⟨ ⟨ 〈 ⟨ ⟩ ⟩ 〉 ⟩ ⌊ ⌊ ⌋ ⌋ ⌈ ⌈ ⌉ ⌉ ‖ ‖ ∥ ‖ ∣ | … ... ⋯ ... ′ ' ″ '' ∂ ∂ ⊤ ⊤ ∠ ∠ △ △ ∗ * ∶ : × × ✕ × ✖ × ⨯ ×`),
)

/** Characters read as if others had been written; of one width, so that positions stay. */
export const ALIKE: ReadonlyMap<string, string> = new Map(
  pairs(`− - – - — - ‐ - ‑ - ‒ - ﹣ - ⋅ * · * ∙ * • * ÷ / ∕ / ⁄ / ’ ' ‘ ' “ " ” "
﹛ { ﹜ } 、 , 。 . ， , ﹪ % ٪ %`),
)

/** ² → 2: what is raised or lowered, in its usual form. */
export const RAISED: ReadonlyMap<string, string> = spread(
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
  "0123456789+-=()niabcdefghjklmoprstuvwxyzT",
)
export const LOWERED: ReadonlyMap<string, string> = spread(
  "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ",
  "0123456789+-=()aeoxhklmnpstijruv",
)

/** ½ → numerator and denominator. */
export const VULGAR: ReadonlyMap<string, readonly [number, number]> = new Map(
  pairs(
    "½ 1/2 ⅓ 1/3 ⅔ 2/3 ¼ 1/4 ¾ 3/4 ⅕ 1/5 ⅖ 2/5 ⅗ 3/5 ⅘ 4/5 ⅙ 1/6 ⅚ 5/6 ⅐ 1/7 ⅛ 1/8 ⅜ 3/8 ⅝ 5/8 ⅞ 7/8 ⅑ 1/9 ⅒ 1/10",
  ).map(([sign, value]) => {
    const [top, bottom] = value.split("/").map(Number)
    return [sign, [top!, bottom!] as const] as const
  }),
)

export const CURRENCY_SIGNS: ReadonlySet<string> = new Set("€£¥₹₩₽₱₺₪₴₫฿₦₿¢")

/** The command that sets the mark which a combining character sets on the letter before it. */
export const COMBINING: ReadonlyMap<string, string> = new Map([
  ["\u0302", "hat"],
  ["\u0303", "tilde"],
  ["\u0304", "bar"],
  ["\u0305", "bar"],
  ["\u0306", "breve"],
  ["\u0307", "dot"],
  ["\u0308", "ddot"],
  ["\u030c", "check"],
  ["\u20d7", "vec"],
])

/** The command for the font of a letter that Unicode has twice, or null for other letters. */
export function fontOf(code: number): "mathcal" | "mathfrak" | "mathbb" | null {
  if (code >= 0x1d49c && code <= 0x1d503) return "mathcal"
  if (code >= 0x1d504 && code <= 0x1d537) return "mathfrak"
  if (code >= 0x1d538 && code <= 0x1d56b) return "mathbb"
  if (code >= 0x1d56c && code <= 0x1d59f) return "mathfrak"
  if (code < 0x2102 || code > 0x2133) return null
  return LETTERLIKE.get(String.fromCharCode(code)) ?? null
}

const LETTERLIKE: ReadonlyMap<string, "mathcal" | "mathfrak" | "mathbb"> = new Map([
  ...[..."ℋℐℒℛℬℰℱℳ"].map((letter) => [letter, "mathcal"] as const),
  ...[..."ℌℑℜℨℭ"].map((letter) => [letter, "mathfrak"] as const),
  ["ℙ", "mathbb" as const],
])

/** Characters between digits that no reader may guess about: they turn the text around. */
export function isTurning(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}

/** Invisible joiners and operators; they neither separate nor join what we read. */
export function isInvisible(code: number): boolean {
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2060 && code <= 0x2064) ||
    code === 0xfeff ||
    code === 0xfe0e ||
    code === 0xfe0f ||
    code === 0xad
  )
}

export function isWideSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

function pairs(text: string): [string, string][] {
  const words = text.split(/\s+/)
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i]!, words[2 * i + 1]!])
}

function spread(from: string, to: string): Map<string, string> {
  const targets = [...to]
  return new Map([...from].map((sign, i) => [sign, targets[i]!]))
}
