import { type Finding, findingAt, isNode, type Node, nodesOf, type Source } from "./source.ts"

/** What runs in a run. Tests, scripts and benchmarks may look at the clock. */
const PRODUCT = /^(src|agents|verifiers|curricula|runs)\//

interface Door {
  readonly name: string
  readonly pattern: RegExp
  /** Where it may be used, with the reason beside it. */
  readonly allowed: readonly RegExp[]
}

// The learner is a child process, and these are its ends and its files.
const PROCESS_FILES = /^src\/model\/embedded\/(child|files|learner|train)\.ts$/
// So are plug-ins and programs: what starts them, what they start as, and their self-test.
const PLUGIN_FILES = /^src\/sandbox\/(child|escape|host|jail|probe|process|program-jail)\.ts$/

// Programs of a trainer and servers of checkpoints: what starts and watches over them.
const JOB_FILES = /^src\/(group|training\/supervis(or|e)|model\/served\/(guard|server))\.ts$/

/** The world comes in through a World, randomness from a seed, last bits from our arithmetic. */
const DOORS: readonly Door[] = [
  { name: "the wall clock", pattern: /^(Date\.now|new Date|Date)$/, allowed: [/^src\/cli\//] },
  {
    name: "a stopwatch",
    pattern: /^performance\.now$/,
    // Views draw by it, the learner yields by it, the server waits by it; no verdict reads it.
    allowed: [/^src\/(cli|view|serve)\//, /^src\/model\/embedded\/service\.ts$/, JOB_FILES],
  },
  {
    name: "unseeded randomness",
    pattern: /^(Math\.random|crypto\.\w+)$/,
    allowed: [/^src\/cli\//],
  },
  {
    name: "a function whose last bits the engine chooses",
    pattern:
      /^Math\.(exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot|a?sinh?|a?cosh?|a?tanh?|atan2)$/,
    allowed: [/^src\/view\//], // pictures, not facts
  },
  {
    name: "the process",
    pattern: /^process\.\w+$/,
    allowed: [
      ...[/^src\/cli\//, PROCESS_FILES, PLUGIN_FILES, JOB_FILES],
      /^src\/serve\/(child|worker)\.ts$/,
    ],
  },
  {
    name: "a timer",
    pattern: /^(setTimeout|setInterval|setImmediate)$/,
    allowed: [
      /^src\/view\/terminal\.ts$/,
      /^src\/model\/embedded\/(learner|service)\.ts$/,
      /^src\/model\/try\.ts$/, // the deadline of one try, which ends whatever a server does
      /^src\/sandbox\/(child|process|program)\.ts$/,
      /^src\/cli\/verifier-(watch|thread)\.ts$/,
      /^src\/serve\/(pool|server)\.ts$/, // a worker that hangs, a client that does not leave
      JOB_FILES, // a program that does not leave when it is asked to
      /^src\/cli\/world\.ts$/, // the door through which a run waits
    ],
  },
  {
    name: "the network",
    pattern: /^(fetch|WebSocket|XMLHttpRequest)$/,
    allowed: [/^src\/serve\//, /^src\/model\/body\.ts$/, /^src\/training\/http-client\.ts$/],
  },
  {
    name: "the console",
    pattern: /^console\.\w+$/,
    allowed: [/^src\/model\/embedded\/thread\.ts$/], // a dying thread's last words
  },
  { name: "evaluation of text", pattern: /^(eval|Function|new Function)$/, allowed: [] },
]

/** Uses of the outside world beyond the places that are listed for it. */
export function ambientFaults(source: Source): Finding[] {
  if (!PRODUCT.test(source.path)) return []
  return [...nodesOf(source.tree)].flatMap((node) => {
    const name = nameOf(node)
    const door = DOORS.find(({ pattern }) => name !== undefined && pattern.test(name))
    if (door === undefined || door.allowed.some((place) => place.test(source.path))) return []
    return [findingAt(source, node.start, `${name} is ${door.name}`)]
  })
}

/** `Math.exp` as a member, `fetch(…)` and `new Date` as a call: names of things, not of methods. */
function nameOf(node: Node): string | undefined {
  const { object, property, callee, computed } = node
  if (node.type === "MemberExpression" && !computed && isIdentifier(object)) {
    return isNode(property) ? `${object.name}.${property.name}` : undefined
  }
  if (node.type === "CallExpression" && isIdentifier(callee)) return callee.name
  if (node.type === "NewExpression" && isIdentifier(callee)) return `new ${callee.name}`
  return undefined
}

function isIdentifier(node: unknown): node is Node & { readonly name: string } {
  return isNode(node) && node.type === "Identifier"
}

const FORMS: Readonly<Record<string, string>> = {
  ExportAllDeclaration: "export * hides what is exported",
  TSEnumDeclaration: "an enum is not erasable",
  TSModuleDeclaration: "a namespace is not erasable",
  TSParameterProperty: "a parameter property is not erasable",
  TSAnyKeyword: "any switches the types off",
  DebuggerStatement: "debugger",
  WithStatement: "with",
}
const DEFAULT_EXPORTS = /^([^/]+\.config\.ts|runs\/.+\.ts)$/ // what their loaders ask for
const RECIPE = /^export default defineRecipe\(/

/** Forms of the language that this code does without. */
export function formFaults(source: Source): Finding[] {
  return [...nodesOf(source.tree)].flatMap((node) => {
    const named = FORMS[node.type]
    if (named !== undefined) return [findingAt(source, node.start, named)]
    if (node.type === "ExportDefaultDeclaration" && !DEFAULT_EXPORTS.test(source.path)) {
      if (RECIPE.test(source.text.slice(node.start))) return []
      return [findingAt(source, node.start, "a default export has no name to search for")]
    }
    if (node.type !== "MemberExpression" || !isNode(node.property)) return []
    if (node.property.name === "localeCompare") {
      return [findingAt(source, node.start, "localeCompare orders by the machine's language")]
    }
    const { object, property } = node
    const isTest = isIdentifier(object) && /^(it|test|describe|suite)$/.test(object.name)
    if (isTest && /^(only|skip|todo)$/.test(String(property.name))) {
      return [findingAt(source, node.start, `${object.name}.${property.name} leaves tests out`)]
    }
    return []
  })
}
