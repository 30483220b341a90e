import { GREEK_WORDS } from "../read/words.ts"

/** A name as it is written: x_1 with its index, Greek letters, words upright. */
export function writeName(name: string, latex: boolean): string {
  const special = writeSpecial(name)
  if (special !== null) return special
  const primes = name.length - name.replace(/'+$/, "").length
  const bare = primes === 0 ? name : name.slice(0, -primes)
  const cut = bare.indexOf("_")
  const base = writeBase(cut < 0 ? bare : bare.slice(0, cut), latex)
  const index = cut < 0 ? "" : writeIndex(bare.slice(cut + 1))
  return `${base}${index}${"'".repeat(primes)}`
}

const UNIT_VECTORS: ReadonlyMap<string, string> = new Map([
  ["î", "\\hat{i}"],
  ["ĵ", "\\hat{j}"],
  ["k̂", "\\hat{k}"],
])

const MARKS = ["bar", "vec", "widehat", "overleftrightarrow"]

function writeSpecial(name: string): string | null {
  const vector = UNIT_VECTORS.get(name)
  if (vector !== undefined) return vector
  const marked = MARKS.find((mark) => name.startsWith(`${mark} `))
  if (marked !== undefined) return `\\${marked}{${name.slice(marked.length + 1)}}`
  if (name.endsWith("^-1")) return `${name.slice(0, -3)}^{-1}`
  if (name.startsWith("∠")) return `\\angle{${name.slice(1)}}`
  if (name.startsWith("△")) return `\\triangle{${name.slice(1)}}`
  if (name[0] === "d" && name.includes("/d")) {
    const [top, bottom] = name.split("/")
    return `\\frac{${top}}{${bottom}}`
  }
  return null
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
