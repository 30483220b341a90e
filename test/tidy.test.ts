import { describe, expect, it } from "vitest"
import { ambientFaults, formFaults } from "./tidy/bans.ts"
import { deadFaults, endingFaults, importFaults, verifierFaults } from "./tidy/imports.ts"
import { type Finding, readSources, type Source, sourceOf } from "./tidy/source.ts"
import {
  columnFaults,
  fileLengthFaults,
  functionLengthFaults,
  hiddenFaults,
  machineFaults,
  markerFaults,
} from "./tidy/text.ts"

interface Rule {
  readonly claim: string
  readonly faults: (source: Source) => Finding[]
  /** Snippets that break the rule, by the path they are planted at: each must be found. */
  readonly planted: readonly (readonly [path: string, text: string])[]
}

const TALL = `${"// a line\n".repeat(301)}`
const LONG = `function long() {\n${"  f()\n".repeat(60)}}\n`
const PATHS = ["work", "root", "home"].map((folder) => `/${folder}/somebody`)
const REGISTRY = ["registry", "example", "com"].join(".")
const HIDDEN = [0, 0x1b, 0x202e, 0x200b, 0xfeff].map((code) => String.fromCharCode(code))

const RULES: readonly Rule[] = [
  {
    claim: "imports run one way",
    faults: importFaults,
    planted: [
      ["src/record/a.ts", 'import { wilson } from "../rule/statistics.ts"'],
      ["src/record/a.ts", 'import { createHash } from "node:crypto"'],
      ["src/rule/a.ts", 'import { train } from "../run/train.ts"'],
      ["src/rule/a.ts", 'import { readFileSync } from "node:fs"'],
      ["src/model.ts", 'import { Call } from "./record/call.ts"'],
      ["src/run/a.ts", 'import { openSqliteStore } from "../store/sqlite.ts"'],
      ["src/run/a.ts", 'import type { Learner } from "../model/embedded/learner.ts"'],
      ["src/run/a.ts", 'import { promptedSolver } from "../../agents/solver/machine.ts"'],
      ["src/run/a.ts", 'const late = await import("../cli/main.ts")'],
      ["src/store/a.ts", 'export { train } from "../run/train.ts"'],
      ["agents/solver/a.ts", 'import { VERIFIERS } from "../../verifiers/index.ts"'],
      ["agents/solver/a.ts", 'import type { Policy } from "../proposer/policy.ts"'],
      ["verifiers/a/b.ts", 'import { embeddedProposer } from "../../agents/proposer/machine.ts"'],
      ["src/model/embedded/forward.ts", 'import { cpus } from "node:os"'],
      ["src/run/a.ts", 'import { calculatorTool } from "../tools/calculator.ts"'],
      ["src/tools/a.ts", 'import { VERIFIERS } from "../../verifiers/index.ts"'],
      ["src/elsewhere/a.ts", "export const nobody = 1"],
    ],
  },
  {
    claim: "no verifier imports another",
    faults: verifierFaults,
    planted: [
      ["verifiers/linear/a.ts", 'import { addition } from "../arithmetic/integer-addition.ts"'],
    ],
  },
  {
    claim: "relative imports name their file ending",
    faults: endingFaults,
    planted: [["src/run/a.ts", 'import { train } from "./train"']],
  },
  {
    claim: "the world comes in through its doors only",
    faults: ambientFaults,
    planted: [
      "Date.now()",
      "new Date(0)",
      "Math.random()",
      "Math.exp(1)",
      "[1].map(Math.log)",
      "Math.pow(2, 0.5)",
      "Math.tanh(1)",
      "process.env.HOME",
      "setTimeout(f, 1)",
      'fetch("https://a.example")',
      "performance.now()",
      "console.log(1)",
      'new Function("x")',
      'eval("1")',
    ].map((text) => ["src/run/a.ts", text] as const),
  },
  {
    claim: "the language is used in its plain form",
    faults: formFaults,
    planted: [
      'export * from "./b.ts"',
      "export default 1",
      "enum A { B }",
      "namespace A { export const b = 1 }",
      "class A { constructor(readonly b: number) {} }",
      "let a: any",
      "const a = b as any[]",
      "a.localeCompare(b)",
      'it.only("a", f)',
      'describe.skip("a", f)',
      'it.todo("a")',
    ].map((text) => ["src/run/a.ts", text] as const),
  },
  { claim: "files are short", faults: fileLengthFaults, planted: [["src/a.ts", TALL]] },
  {
    claim: "functions are short",
    faults: functionLengthFaults,
    planted: [
      ["src/a.ts", LONG],
      ["src/a.ts", `const a = ${LONG}`],
      ["src/a.ts", `class A { ${LONG.replace("function ", "")} }`],
      ["src/a.ts", `const a = () => {${"\n".repeat(61)}}`],
    ],
  },
  {
    claim: "lines are short, comments and strings too",
    faults: columnFaults,
    planted: [["src/a.ts", `// ${"x".repeat(98)}`]],
  },
  {
    claim: "nothing is left for later in a comment",
    faults: markerFaults,
    planted: ["TO" + "DO", "FIX" + "ME", "X".repeat(3)].map((word) => [
      "src/a.ts",
      `// ${word} this`,
    ]),
  },
  {
    claim: "no path or mirror of one machine is written down",
    faults: machineFaults,
    planted: [...PATHS, `see ${PATHS[0]}`, `https://${REGISTRY}/zod`].map((text) => [
      "README.md",
      text,
    ]),
  },
  {
    claim: "no character is hidden",
    faults: hiddenFaults,
    planted: HIDDEN.map((character) => ["docs/a.md", `a${character}b`]),
  },
]

const sources = readSources()

describe("tidy", () => {
  for (const { claim, faults } of RULES) {
    it(claim, () => {
      expect(told(sources.flatMap(faults))).toEqual([])
    })
  }

  it("every module is reached from an entry point", () => {
    expect(told(deadFaults(sources))).toEqual([])
  })
})

describe("tidy notices", () => {
  for (const { claim, faults, planted } of RULES) {
    it(`when it is broken that ${claim}`, () => {
      for (const [path, text] of planted) {
        const found = faults(sourceOf(path, text))
        expect(found, `${path}: ${text.slice(0, 80)}`).not.toEqual([])
        expect(found[0]).toMatchObject({ path, line: expect.any(Number) })
      }
    })
  }

  it("a module that nothing reaches", () => {
    const entry = sourceOf("src/index.ts", 'export { a } from "./rule/a.ts"')
    const a = sourceOf("src/rule/a.ts", "export const a = 1")
    const b = sourceOf("src/rule/b.ts", 'import { a } from "./a.ts"')
    expect(told(deadFaults([entry, a, b]))).toEqual([
      "src/rule/b.ts:1 no entry point reaches this file",
    ])
  })

  it("nothing in what is allowed", () => {
    for (const [path, text] of [
      ["src/rule/a.ts", 'import type { Skill } from "../verifier.ts"'],
      ["src/cli/world.ts", "Date.now()"],
      ["src/trainer.ts", "interface A { fetch(a: string): void; any: string }"],
      ["src/rule/a.ts", "// Math.exp is not ours, Math.sqrt is exact\nMath.sqrt(2)"],
      ["runs/a.ts", "export default 1"],
      ["docs/a.md", "see docs/work/plan and https://example.com/home/page"],
    ] as const) {
      const source = sourceOf(path, text)
      expect(told(RULES.flatMap(({ faults }) => faults(source))), text).toEqual([])
    }
  })

  it("enough files to be worth asking", () => {
    expect(sources.filter(({ tree }) => tree !== undefined).length).toBeGreaterThan(100)
  })
})

function told(findings: readonly Finding[]): string[] {
  return findings.map(({ path, line, what }) => `${path}:${line} ${what}`)
}
