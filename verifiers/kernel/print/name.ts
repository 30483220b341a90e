import { GREEK_WORDS } from "../read/words.ts"

/** A name as it is written: x_1 with its index, Greek letters, words upright. */
export function writeName(name: string, latex: boolean): string {
  const special = writeSpecial(name)
  if (special !== null) return special
  const { base, index, primes } = parted(name)
  return `${writeBase(base, latex)}${index}${primes}`
}

const UNIT_VECTORS: ReadonlyMap<string, string> = new Map([
  ["î", "\\hat{i}"],
  ["ĵ", "\\hat{j}"],
  ["k̂", "\\hat{k}"],
])

/** The mark or font before the space in a name, by the command that sets it. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ...["bar", "vec", "hat", "widehat", "tilde", "dot", "ddot", "check", "breve"].map(
    (mark) => [mark, mark] as const,
  ),
  ["overleftrightarrow", "overleftrightarrow"],
  ["cal", "mathcal"],
  ["frak", "mathfrak"],
  ["bb", "mathbb"],
])

function writeSpecial(name: string): string | null {
  const vector = UNIT_VECTORS.get(name)
  if (vector !== undefined) return vector
  const gap = name.indexOf(" ")
  const command = gap < 0 ? undefined : MARKS.get(name.slice(0, gap))
  if (command !== undefined) return writeMarked(command, name.slice(gap + 1))
  if (name.endsWith("^-1")) return `${name.slice(0, -3)}^{-1}`
  if (name.startsWith("∠")) return `\\angle{${name.slice(1)}}`
  if (name.startsWith("△")) return `\\triangle{${name.slice(1)}}`
  if (name[0] === "d" && name.includes("/d")) {
    const [top, bottom] = name.split("/")
    return `\\frac{${top}}{${bottom}}`
  }
  return null
}

/** Index and primes stand behind the mark, but for the primes of points under a line: A'B'. */
function writeMarked(command: string, rest: string): string {
  const ofPoints = /'./.test(rest) && !/''$/.test(rest) && !rest.includes("_")
  const { base, index, primes } = ofPoints ? { base: rest, index: "", primes: "" } : parted(rest)
  return `\\${command}{${writeInner(base)}}${index}${primes}`
}

function writeInner(base: string): string {
  if (base.includes(" ")) return writeName(base, true)
  return GREEK_WORDS.has(base) ? `\\${base}` : base
}

/** x_1': a name, its index as it is written, and its primes. */
function parted(name: string) {
  const primes = name.slice(name.replace(/'+$/, "").length)
  const bare = primes === "" ? name : name.slice(0, -primes.length)
  const cut = bare.indexOf("_")
  if (cut < 0) return { base: bare, index: "", primes }
  return { base: bare.slice(0, cut), index: writeIndex(bare.slice(cut + 1)), primes }
}

function writeBase(name: string, latex: boolean): string {
  if (name.length === 1 || !latex) return name
  if (GREEK_WORDS.has(name)) return name === "omicron" ? "\\text{omicron}" : `\\${name} `
  return name === "ell" ? "\\ell " : `\\mathrm{${name}}`
}

/** An index of several letters or signs is one group. */
function writeIndex(index: string): string {
  const simple = index.length === 1 || [...index].every((sign) => sign >= "0" && sign <= "9")
  return simple && !"+-,=()".includes(index) ? `_${index}` : `_{${index}}`
}
