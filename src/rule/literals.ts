/** A number as it is written: no sign, the fraction not reduced. 0.30 is 3/10, 30 % is 30/100. */
export interface Literal {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** A number in a text, with all its readings, the usual one first. */
export interface Found {
  readonly at: number
  readonly end: number
  readonly readings: readonly Literal[]
  /** In words, in Roman numerals or in groups of digits. */
  readonly spelled: boolean
}

/**
 * The numbers of a plain text (see `plainly`) in their order. `1,250` is 1250, but maybe a decimal
 * or two numbers; `75 %` is 75 or 75/100; `1 7/18` is one number. Digits that belong to a name (x1,
 * D10) are none, nor are ordinals. Words are English; a lone "one" is too often a pronoun to count.
 */
export function literalsIn(plain: string): Found[] {
  const found = [...digitsIn(plain), ...groupsIn(plain), ...wordsIn(plain), ...romansIn(plain)]
  return found.sort((a, b) => a.at - b.at || b.end - a.end)
}

export function sameValue(a: Literal, b: Literal): boolean {
  return a.numerator * b.denominator === b.numerator * a.denominator
}

/** The same number written alike, whatever the spacing and the zeros at its ends. */
export function sameWriting(a: Literal, b: Literal): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator
}

/** A text without hidden characters, other widths and the commands of LaTeX. */
export function plainly(text: string): string {
  return text
    .replace(/[²³¹⁰⁴-⁹]+/g, (raised) => `^${raised}`)
    .replace(/[¼-¾⅐-⅞]/g, (fraction) => ` ${fraction}`)
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[⁄∕÷]/g, "/")
    .replace(/[−–]/g, "-")
    .replace(/\\[dt]?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}/g, " $1/$2 ")
    .replace(/\\[dt]?frac\s*(\d)\s*(\d)/g, " $1/$2 ")
    .replace(/\{,\}/g, ",")
    .replace(/\\%/g, "%")
    .replace(/\\(?:[,;:! ]|(?:text|mathrm|mathbf|left|right|displaystyle)(?![a-z]))/g, "")
    .replace(/[$*{}_~`]+/g, (signs) => (signs === "_" ? "_" : " "))
}

const DIGITS =
  /(?<![\p{L}\d_.])(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:[.,]\d+)?|\.\d+)(?!\d|(?:st|nd|rd|th)\b)/gu
const PERCENT = /^\s*(?:%|per\s?cent\b)/

function digitsIn(plain: string): Found[] {
  const found: Found[] = []
  for (const match of plain.matchAll(DIGITS)) {
    const one = withPercent(plain, readingsOf(match))
    const before = found.at(-1)
    const joined = before === undefined ? undefined : quotient(plain, before, one, found.at(-2))
    if (joined === undefined) found.push(one)
    else
      found.splice(
        found.findIndex(({ at }) => at === joined.at),
        found.length,
        joined,
      )
  }
  return found
}

function readingsOf(match: RegExpExecArray): Found {
  const [text] = match
  const span = { at: match.index, end: match.index + text.length, spelled: false }
  const parts = text.split(/[.,]/)
  if (parts.length === 1) return { ...span, readings: [whole(BigInt(text))] }
  const asDecimal = parts.length === 2 ? [decimal(parts[0]!, parts[1]!)] : []
  if (text.includes(".")) return { ...span, readings: asDecimal }
  const isGrouped = parts.slice(1).every((part) => part.length === 3)
  const grouped = isGrouped ? [whole(BigInt(parts.join("")))] : []
  return {
    ...span,
    readings: [...grouped, ...asDecimal, ...parts.map((part) => whole(BigInt(part)))],
  }
}

function withPercent(plain: string, found: Found): Found {
  const sign = PERCENT.exec(plain.slice(found.end, found.end + 16))
  if (sign === null) return found
  const shares = found.readings.map(({ numerator, denominator }) => ({
    numerator,
    denominator: denominator * 100n,
  }))
  return { ...found, end: found.end + sign[0].length, readings: [...found.readings, ...shares] }
}

/** `a/b`, or `w a/b` where a whole number stands before it; an exponent is no numerator. */
function quotient(plain: string, top: Found, bottom: Found, left?: Found): Found | undefined {
  if (!/^\s*\/\s*$/.test(plain.slice(top.end, bottom.at))) return undefined
  if (/\^\s*$/.test(plain.slice(Math.max(0, top.at - 4), top.at))) return undefined
  const [numerator, denominator] = [top.readings[0]!, bottom.readings[0]!]
  if (!isWhole(numerator) || !isWhole(denominator) || denominator.numerator === 0n) return undefined
  const [a, b] = [numerator.numerator, denominator.numerator]
  const found = { at: top.at, end: bottom.end, spelled: false }
  const fraction = { numerator: a, denominator: b }
  const wholes = left?.readings[0]
  const isMixed =
    left !== undefined && isWhole(wholes!) && a < b && /^\s+$/.test(plain.slice(left.end, top.at))
  if (!isMixed) return { ...found, readings: [fraction] }
  const mixed = { numerator: wholes!.numerator * b + a, denominator: b }
  return { ...found, at: left.at, readings: [mixed, wholes!, fraction] }
}

/** `12 345` as one number; its parts are found beside it. */
function groupsIn(plain: string): Found[] {
  return [...plain.matchAll(/(?<![\p{L}\d_.,])\d{1,3}(?: \d{3})+(?![\d,.])/gu)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    readings: [whole(BigInt(match[0].replaceAll(" ", "")))],
    spelled: true,
  }))
}

const SMALL = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen`.split(/\s/)
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
const SCALES = new Map([
  ["hundred", 100n],
  ["thousand", 1_000n],
  ["million", 1_000_000n],
])
const PARTS = "half third quarter fifth sixth seventh eighth ninth tenth".split(" ")
const PART = `(?:halves|fourths?|(?:${PARTS.join("|")})s?)`
const NUMBER = `(?:dozen|${[...SMALL, ...TENS, ...SCALES.keys()].join("|")})`
const RUN = new RegExp(
  `\\b(?:an?[\\s-]+(?=${NUMBER}|${PART}))?(?:${NUMBER}|half|(?<=\\ban?[\\s-])${PART})` +
    `(?:[\\s-]+(?:and[\\s-]+)?(?:an?[\\s-]+)?(?:${NUMBER}|${PART}))*\\b`,
  "gi",
)

function wordsIn(plain: string): Found[] {
  return [...plain.matchAll(RUN)].flatMap((match) => {
    const readings = readWords(match[0].toLowerCase().split(/[\s-]+/))
    const span = { at: match.index, end: match.index + match[0].length, spelled: true }
    return readings.map((reading) => ({ ...span, readings: [reading] }))
  })
}

/** All numbers of a run of words: `two and a half` is 2, ½ and 5/2. */
function readWords(words: readonly string[]): Literal[] {
  if (words.join() === "one") return []
  const read: Literal[] = []
  let total: bigint | undefined
  let group = 0n
  const flush = () => {
    if (total !== undefined) read.push(whole(total + group))
    total = undefined
    group = 0n
  }
  words.forEach((word, at) => {
    if (/^(and|an?)$/.test(word)) return
    const scale = SCALES.get(word)
    const value = valueOfWord(word)
    if (scale === 100n) {
      group = (group === 0n ? 1n : group) * scale
      total ??= 0n
    } else if (scale !== undefined) {
      total = (total ?? 0n) + (group === 0n ? 1n : group) * scale
      group = 0n
    } else if (value !== undefined) {
      if (total !== undefined && !mayFollow(group, value)) flush()
      total ??= 0n
      group += value
    } else {
      const count = total === undefined ? undefined : total + group
      read.push(...partsOf(denominatorOf(word), count, /^an?$/.test(words[at - 1] ?? "")))
      total = undefined
      group = 0n
    }
  })
  flush()
  return read
}

/** After `forty` comes `two`, after `hundred` anything below it; `four two` are two numbers. */
function mayFollow(group: bigint, value: bigint): boolean {
  if (group === 0n) return true
  if (group % 100n === 0n) return value < 100n
  return group % 10n === 0n && group % 100n >= 20n && value < 10n
}

/** `two thirds` is 2/3 and `two and a third` 7/3; both have a 2 in them. */
function partsOf(denominator: bigint, count: bigint | undefined, isAdded: boolean): Literal[] {
  if (count === undefined) return [{ numerator: 1n, denominator }]
  const own = count === 1n ? [] : [whole(count)]
  if (!isAdded) return [{ numerator: count, denominator }, ...own]
  const part = { numerator: 1n, denominator }
  return [{ numerator: count * denominator + 1n, denominator }, part, ...own]
}

function denominatorOf(word: string): bigint {
  if (word === "halves") return 2n
  if (word.startsWith("fourth")) return 4n
  return BigInt(PARTS.findIndex((part) => word.startsWith(part)) + 2)
}

function valueOfWord(word: string): bigint | undefined {
  if (word === "dozen") return 12n
  const small = SMALL.indexOf(word)
  if (small !== -1) return BigInt(small)
  const tens = TENS.indexOf(word)
  return tens === -1 ? undefined : BigInt(10 * (tens + 2))
}

const ROMAN = /\b(?=[IVXLCDM]{2,}\b)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b/g
const ROMAN_VALUES: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1_000,
}

function romansIn(plain: string): Found[] {
  return [...plain.matchAll(ROMAN)].map((match) => {
    const values = [...match[0]].map((letter) => ROMAN_VALUES[letter]!)
    const sum = values.reduce((all, value, i) => all + (value < values[i + 1]! ? -value : value), 0)
    const span = { at: match.index, end: match.index + match[0].length, spelled: true }
    return { ...span, readings: [whole(BigInt(sum))] }
  })
}

function whole(numerator: bigint): Literal {
  return { numerator, denominator: 1n }
}

function isWhole({ denominator }: Literal): boolean {
  return denominator === 1n
}

function decimal(before: string, after: string): Literal {
  const digits = after.replace(/0+$/, "")
  return { numerator: BigInt(before + digits), denominator: 10n ** BigInt(digits.length) }
}
