import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { parseAst } from "vitest/node"

/** One file as git knows it, tracked or about to be. */
export interface Source {
  readonly path: string
  readonly text: string
  /** The syntax tree of a TypeScript file that is a module of ours. */
  readonly tree: Node | undefined
}

/** Any node of the syntax tree (ESTree with TypeScript's additions). */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Finding {
  readonly path: string
  readonly line: number
  readonly what: string
}

export interface Import {
  readonly from: string
  /** Erased before the program runs. */
  readonly isType: boolean
  readonly at: number
}

const BINARY = /\.(png|jpg|webp|ico|woff2|sqlite|safetensors|wasm)$/

export function readSources(): Source[] {
  const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
  return [...new Set(listed.split("\0"))]
    .filter((path) => path !== "" && !BINARY.test(path) && existsSync(path))
    .map((path) => sourceOf(path, readFileSync(path, "utf8")))
}

/** `*.as.ts` is AssemblyScript, another language under the same ending. */
export function sourceOf(path: string, text: string): Source {
  const isModule = path.endsWith(".ts") && !/(\.as|kernels\.wasm)\.ts$/.test(path)
  return {
    path,
    text,
    tree: isModule ? (parseAst(text, { lang: "ts" }) as unknown as Node) : undefined,
  }
}

/** Every node of the tree, a parent before its children. */
export function* nodesOf(tree: Node | undefined): Generator<Node> {
  const waiting: unknown[] = [tree]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (Array.isArray(next)) waiting.push(...next.toReversed())
    else if (isNode(next)) {
      yield next
      waiting.push(...Object.values(next).toReversed())
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length
}

export function findingAt(source: Source, offset: number, what: string): Finding {
  return { path: source.path, line: lineAt(source.text, offset), what }
}

/** What a module imports or exports from elsewhere, statically or by `import("…")`. */
export function importsOf({ tree }: Source): Import[] {
  return [...nodesOf(tree)].flatMap((node): Import[] => {
    const from = literal(node.source)
    if (from === undefined) return []
    const specifiers = (node.specifiers ?? []) as { importKind?: string; exportKind?: string }[]
    const kinds = specifiers.map(({ importKind, exportKind }) => importKind ?? exportKind)
    const wholly = node.importKind === "type" || node.exportKind === "type"
    const isType = wholly || (kinds.length > 0 && kinds.every((kind) => kind === "type"))
    return [{ from, isType, at: node.start }]
  })
}

function literal(node: unknown): string | undefined {
  return isNode(node) && typeof node.value === "string" ? node.value : undefined
}
