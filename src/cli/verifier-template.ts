/** The verifier that `agon verifier new` begins with: one skill, small and whole. */
export function moduleText(name: string, kernel: string): string {
  const imports = [
    importText(["at", "nearTop"], `${kernel}/axes.ts`),
    importText(["defineSkill", "defineVerifier", "z"], `${kernel}/define.ts`),
  ]
  return `${imports.join("\n")}${MODULE.replaceAll("NAME", name)}`
}

const COLUMNS_MAX = 100

/** As a formatter has it: on one line where it fits, however far away the folder is. */
function importText(names: readonly string[], from: string): string {
  const line = `import { ${names.join(", ")} } from "${from}"`
  return line.length <= COLUMNS_MAX
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}"`
}

const MODULE = `

/** The n-th number of a sequence that grows by the same step. */
const term = defineSkill({
  name: "NAME-term",
  title: "A term of a sequence with a constant step",
  format: "integer",
  // The spec: everything that the problem is made of. The key follows from it.
  fields: {
    first: z.int().min(1).max(999),
    step: z.int().min(1).max(999),
    place: z.int().min(2).max(99),
  },

  // What makes a problem harder, and the ladder of levels made of it.
  axes: [
    { name: "number", values: [20, 50], meaning: "the largest number in the problem" },
    { name: "place", values: [10, 20, 40], meaning: "how far the sequence runs" },
  ],
  levels: [
    { number: 20, place: 10 },
    { number: 20, place: 20 },
    { number: 50, place: 20 },
  ],
  beyond: [{ number: 50, place: 40 }],
  sample: (rung, random) => ({
    first: nearTop(1, at(rung, "number"), random),
    step: nearTop(1, at(rung, "number"), random),
    place: nearTop(2, at(rung, "place"), random),
  }),
  measure: ({ first, step, place }) => [Math.max(first, step), place],

  // The key, and a second way to it that shares no step with the first.
  solve: ({ first, step, place }) => \`\${first + (place - 1) * step}\`,
  prove({ first, step, place }, key) {
    let reached = first
    for (let i = 2; i <= place; i++) reached += step
    const fault = key === \`\${reached}\` ? null : \`counting up reaches \${reached}\`
    return { method: "counting-up", fault }
  },

  // The parts of the statement, and three or more ways to say them.
  say: ({ first, step, place }) => [first, step, place].map(String),
  phrases: [
    (first, step, place) => \`Start at \${first} and add \${step} each time. Find term \${place}.\`,
    (first, step, place) => \`Count from \${first} in steps of \${step}. Find number \${place}.\`,
    (first, step, place) => \`Term number \${place}: first term \${first}, common difference \${step}.\`,
  ],

  // What a person who slipped would answer. Those that happen to be right are dropped.
  slips: ({ first, step, place }, key) => [
    \`\${first + place * step}\`, // one step too many
    \`\${(place - 1) * step}\`, // forgot where it began
    \`\${Number(key) - 1}\`,
    \`\${first * place + step}\`,
  ],
})

export const verifier = defineVerifier({
  name: "NAME",
  version: "1.0.0",
  skills: [term],
})
`

/** Attacks on answers that are one number; the kit has general ones of its own. */
const ATTACKS: readonly (readonly [trick: string, answer: string])[] = [
  ["hedged", "{key} or maybe {other}"],
  ["the key first", "{key} and {other}"],
  ["the key last", "{other}; {key}"],
  ["a chain that ends in the key", "{other} = {key}"],
  ["another unknown", "y < {key}"],
  ["a range", "from {key} to {other}"],
  ["a digit more", "{key}0"],
  ["a digit before", "9{key}"],
  ["another sign", "-{key}"],
  ["a decimal more", "{key}.1"],
  ["a percentage", "{key}%"],
  ["a power", "{key}^2"],
]

export function exploitsText(): string {
  const about =
    "Answers that must never be judged correct. {key} stands for the key, {other} for a wrong answer."
  const attacks = ATTACKS.map(([trick, answer]) => ({ trick, answer }))
  return `${JSON.stringify({ about, attacks }, null, 2)}\n`
}

export function testText(
  name: string,
  paths: { readonly module: string; readonly contract: string; readonly exploits: string },
): string {
  const local = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const imports = [
    `import { verifier as ${local} } from "${paths.module}"`,
    `import { verifierContract } from "${paths.contract}"`,
  ].sort((a, b) => (a.slice(a.indexOf('"')) < b.slice(b.indexOf('"')) ? -1 : 1))
  return `${imports.join("\n")}

verifierContract(${local}, new URL("${paths.exploits}", import.meta.url))
`
}

export function readmeText(name: string, folder: string, isBuiltIn: boolean): string {
  const local = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const use = isBuiltIn
    ? `To make it one of Agon's own, add it to \`verifiers/domains.ts\`:

    import { verifier as ${local} } from "./${name}/verifier.ts"
`
    : `To use it in a run or a program of yours, import \`verifier\` from \`verifier.ts\`.
`
  return `# ${name}

A verifier: it makes problems, derives their keys, proves the keys again by a second method, puts
the problems into words, and judges answers.

- \`verifier.ts\` is all of it. It begins as a small skill that passes: change it to yours.
- \`exploits.json\` lists answers that must never pay. Add every trick that you can think of.

What a wrong answer got away with, and how many planted bugs the tests notice:

    npx agon verifier test ${folder}

${use}`
}
