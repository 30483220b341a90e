import { posix } from "node:path"
import { type Finding, findingAt, importsOf, nodesOf, type Source } from "./source.ts"

const DOORS = ["agent", "model", "store", "tool", "trainer", "verifier", "world"].map(
  (door) => `src/${door}.ts`,
)
const NOUNS = ["src/record/", "src/rule/"]

interface Law {
  /** The files that this line is about; the first line that fits a file governs it. */
  readonly of: readonly string[]
  /** What they may import: folders and files, packages by name, `node:` for all of Node. */
  readonly may: readonly string[]
  /** What they may import as types, which are erased. */
  readonly mayName?: readonly string[]
}

/**
 * The import law: record ← rule ← run ← cli. A player never sees a judge, a judge never sees a
 * player, the loop sees only doors, and what a browser may one day run has no `node:` in it.
 */
export const LAWS: readonly Law[] = [
  { of: ["src/record/"], may: ["src/record/", "zod", "@noble/hashes"] },
  { of: ["src/rule/"], may: NOUNS, mayName: DOORS },
  { of: DOORS, may: [], mayName: ["src/record/", ...DOORS, "zod", "xstate"] },
  { of: ["src/disk.ts"], may: ["node:fs", "node:path"] },
  { of: ["src/group.ts"], may: ["node:fs", "node:child_process"] },
  { of: ["src/log.ts"], may: ["node:fs"] },
  {
    of: ["src/run/"],
    may: [...NOUNS, "src/run/", "src/evaluation/", "xstate", "zod"],
    mayName: DOORS,
  },
  { of: ["src/evaluation/"], may: [...NOUNS, "src/run/", "src/evaluation/"], mayName: DOORS },
  {
    of: ["src/store/"],
    may: ["src/record/", "src/store/", "src/run/failure.ts", "src/disk.ts", "node:"],
    mayName: DOORS,
  },
  {
    of: ["src/training/"],
    may: [
      ...NOUNS,
      "src/training/",
      "src/run/failure.ts",
      "src/disk.ts",
      "src/group.ts",
      "src/log.ts",
      "src/serve/guard.ts",
      "zod",
      "hyparquet",
      "node:",
    ],
    mayName: [...DOORS, "src/run/desk.ts", "src/model/embedded/learner.ts"],
  },
  // Of the learner, these touch the machine: its process, its threads, its files.
  {
    of: ["child", "files", "learner", "service", "thread", "threads", "train"].map(
      (name) => `src/model/embedded/${name}.ts`,
    ),
    may: [...NOUNS, "src/model/", "@noble/hashes", "node:"],
    mayName: DOORS,
  },
  { of: ["src/model/embedded/"], may: [...NOUNS, "src/model/", "@noble/hashes"], mayName: DOORS },
  {
    of: ["src/model/"],
    may: [
      ...NOUNS,
      "src/model/",
      "src/group.ts",
      "src/log.ts",
      "@anthropic-ai/sdk",
      "zod",
      "node:",
    ],
    mayName: DOORS,
  },
  {
    of: ["src/sandbox/"],
    may: [...NOUNS, "src/sandbox/", "zod", "node:"],
    mayName: [...DOORS, "src/kit/subject.ts"],
  },
  // What a model may ask for: it computes with the judge's kernel and never judges.
  {
    of: ["src/tools/"],
    may: ["src/record/", "src/tools/", "src/sandbox/program.ts", "verifiers/kernel/", "zod"],
    mayName: DOORS,
  },
  // Players and a trainer of known ability. They know keys, so nothing but a composer imports them.
  {
    of: ["src/simulation/"],
    may: [...NOUNS, "src/simulation/", "src/run/failure.ts", "xstate", "zod"],
    mayName: DOORS,
  },
  { of: ["src/kit/"], may: [...NOUNS, "src/kit/", "verifiers/kernel/", "zod"], mayName: DOORS },
  {
    of: ["src/view/"],
    may: [...NOUNS, "src/view/", "src/run/", "node:util", "node:stream"],
    mayName: DOORS,
  },
  // Players do not know each other; what a call of a seated model takes is the same for all.
  ...["proposer", "solver", "formaliser"].map((agent) => ({
    of: [`agents/${agent}/`],
    may: [...NOUNS, `agents/${agent}/`, "agents/seated-call.ts", "xstate", "zod"],
    mayName: DOORS,
  })),
  { of: ["agents/seated-call.ts"], may: NOUNS, mayName: DOORS },
  { of: ["verifiers/"], may: [...NOUNS, "verifiers/", "zod", "mathjs"], mayName: DOORS },
  { of: ["curricula/"], may: [...NOUNS, "curricula/", "zod"], mayName: DOORS },
  // Composers: the public surface, the command line, recipes; and what looks at everything.
  {
    of: ["src/index.ts", "src/cli/", "src/serve/", "runs/", "test/", "scripts/", "bench/"],
    may: [""],
  },
]

/** Imports that the law does not allow, and files that it does not know. */
export function importFaults(source: Source): Finding[] {
  if (source.tree === undefined || !source.path.includes("/")) return []
  const law = LAWS.find(({ of }) => of.some((place) => source.path.startsWith(place)))
  if (law === undefined) return [findingAt(source, 0, "no import law governs this place")]
  return importsOf(source).flatMap(({ from, isType, at }) => {
    const target = targetOf(source.path, from)
    const allowed = [...law.may, ...(isType ? (law.mayName ?? []) : [])]
    if (allowed.some((place) => target.startsWith(place))) return []
    const how = isType ? "names" : "imports"
    return [findingAt(source, at, `${law.of[0]} ${how} ${target}`)]
  })
}

/** One verifier's folder is closed to another's; `kernel/` is what they share. */
export function verifierFaults(source: Source): Finding[] {
  const own = /^verifiers\/([^/]+)\//.exec(source.path)?.[1]
  if (own === undefined) return []
  return importsOf(source).flatMap(({ from, at }) => {
    const other = /^verifiers\/([^/]+)\//.exec(targetOf(source.path, from))?.[1]
    if (other === undefined || other === own || other === "kernel") return []
    return [findingAt(source, at, `the verifier ${own} imports the verifier ${other}`)]
  })
}

/** Relative imports say `.ts`: Node strips types, it does not guess endings. */
export function endingFaults(source: Source): Finding[] {
  return importsOf(source).flatMap(({ from, at }) =>
    from.startsWith(".") && !/\.(ts|js|json)$/.test(from)
      ? [findingAt(source, at, `the import ${from} has no file ending`)]
      : [],
  )
}

const ENTRIES = [
  /^src\/index\.ts$/,
  /^src\/cli\/main\.ts$/,
  /^src\/model\/embedded\/(child|thread|train)\.ts$/, // begun as a process or a thread
  /^src\/sandbox\/(host|escape)\.ts$/,
  /^src\/(training\/supervisor|model\/served\/guard)\.ts$/,
  /^(runs|scripts|bench)\/.*\.ts$/,
]

/** Modules that nothing outside the tests can reach. */
export function deadFaults(sources: readonly Source[]): Finding[] {
  const modules = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const waiting = [...modules.keys()].filter((path) => ENTRIES.some((entry) => entry.test(path)))
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = modules.get(path)
    if (source === undefined || reached.has(path)) continue
    reached.add(path)
    waiting.push(...linksOf(source))
  }
  return sources
    .filter(({ path, tree }) => tree && /^(src|agents|verifiers|curricula)\//.test(path))
    .filter(({ path }) => !reached.has(path))
    .map((source) => findingAt(source, 0, "no entry point reaches this file"))
}

/** Imports, and paths in strings: `new URL("./child.ts", import.meta.url)`. */
function linksOf(source: Source): string[] {
  const strings = [...nodesOf(source.tree)].flatMap(({ type, value }) =>
    type === "Literal" && typeof value === "string" && /^\.{1,2}\//.test(value) ? [value] : [],
  )
  return strings.map((link) => targetOf(source.path, link))
}

function targetOf(path: string, from: string): string {
  return from.startsWith(".") ? posix.join(posix.dirname(path), from) : from
}
