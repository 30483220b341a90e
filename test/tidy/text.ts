import { type Finding, findingAt, nodesOf, type Source } from "./source.ts"

const FILE_LINES_MAX = 300
const FUNCTION_LINES_MAX = 60
const COLUMNS_MAX = 100

/** AssemblyScript has one compilation unit and inlines across it: split, it runs slower. */
const LONG_FILES = /kernels\.as\.ts$/

export function fileLengthFaults(source: Source): Finding[] {
  if (!source.path.endsWith(".ts") || LONG_FILES.test(source.path)) return []
  const lines = source.text.trimEnd().split("\n").length
  if (lines <= FILE_LINES_MAX) return []
  return [{ path: source.path, line: lines, what: `${lines} lines; ${FILE_LINES_MAX} at most` }]
}

/** What declares tests is a table of contents, not a function, and may be long. */
export function functionLengthFaults(source: Source): Finding[] {
  const isTest = source.path.startsWith("test/")
  const faults: Finding[] = []
  for (const node of nodesOf(source.tree)) {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type))
      continue
    const text = source.text.slice(node.start, node.end)
    const lines = text.split("\n").length
    if (isTest && /\b(describe|it)(\.each)?\(/.test(text)) continue
    if (lines <= FUNCTION_LINES_MAX) continue
    faults.push(findingAt(source, node.start, `${lines} lines; ${FUNCTION_LINES_MAX} at most`))
  }
  return faults
}

/**
 * The formatter breaks code; comments are up to us. A string that a person reads stays whole, so
 * that whoever sees it on a screen can search for it.
 */
export function columnFaults(source: Source): Finding[] {
  if (source.tree === undefined) return []
  const strings = [...nodesOf(source.tree)].filter(
    ({ type, value }) =>
      type === "TemplateLiteral" || (type === "Literal" && (typeof value === "string" || !value)),
  )
  let start = 0
  return source.text.split("\n").flatMap((line, at) => {
    const edge = start + COLUMNS_MAX
    start += line.length + 1
    if (line.length <= COLUMNS_MAX) return []
    const isString = strings.some((node) => node.start < edge && edge <= node.end + 4)
    if (isString) return []
    const what = `${line.length} columns; ${COLUMNS_MAX} at most`
    return [{ path: source.path, line: at + 1, what }]
  })
}

const MARKERS = new RegExp(
  `\\b(${["TO.DO", "FIX.ME", "X.XX", "HA.CK"].join("|").replaceAll(".", "")})\\b`,
)

/** A note to come back belongs in the tracker, where somebody comes back to it. */
export function markerFaults(source: Source): Finding[] {
  if (source.tree === undefined) return []
  return linesMatching(source, (line) => MARKERS.exec(line)?.[0])
}

const MACHINE_PATHS = new RegExp(`(?<![\\w.)}])/(${["work", "root", "home"].join("|")})/\\w`)
const REGISTRIES = /\b(registry\.[a-z0-9-]+\.[a-z]+|[a-z0-9.-]+\.(jfrog|artifactory)\.[a-z]+)\b/i

/** Nothing of one machine in what everybody clones: no home folders, no package mirrors. */
export function machineFaults(source: Source): Finding[] {
  return linesMatching(source, (line) => (MACHINE_PATHS.exec(line) ?? REGISTRIES.exec(line))?.[0])
}

// Built from numbers, so that this file holds none of them: controls but tab and newline, marks
// that reverse the direction of text, and characters of no width.
const HIDDEN = new RegExp(
  `[${[
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
    [0x200b, 0x200f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
    [0xfeff, 0xfeff],
  ]
    .map(([from, to]) => `${String.fromCharCode(from!)}-${String.fromCharCode(to!)}`)
    .join("")}]`,
)

/** What a reviewer cannot see must not be there. */
export function hiddenFaults(source: Source): Finding[] {
  return linesMatching(source, (line) => {
    const found = HIDDEN.exec(line)?.[0]
    return found && `hidden character U+${found.charCodeAt(0).toString(16).padStart(4, "0")}`
  })
}

function linesMatching(source: Source, fault: (line: string) => string | undefined): Finding[] {
  return source.text.split("\n").flatMap((line, at) => {
    const what = fault(line)
    return what ? [{ path: source.path, line: at + 1, what }] : []
  })
}
