/**
 * The judge beside Math-Verify: the same labelled pairs, in one run on one machine, in turns.
 *
 *   npm run bench:verifier -- [--rounds 5] [--corpus test/corpus] [--lines 1000000] [--out file]
 *
 * Math-Verify is installed into a temporary folder with Python's own tools; where that fails, or
 * with --alone, only our column is printed.
 */

import { writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { parseArgs } from "node:util"
import { coldStart, manyLines, underAttack } from "./verifier-command.ts"
import { readPairs } from "./verifier-corpus.ts"
import { openAgon, openMathVerify, type Player } from "./verifier-players.ts"
import { accuracyOf, accuracyTable, disagreements, timeTable } from "./verifier-tables.ts"

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    corpus: { type: "string", default: "test/corpus" },
    lines: { type: "string", default: "1000000" },
    alone: { type: "boolean", default: false },
    out: { type: "string" },
  },
})

const all = readPairs(values.corpus)
// Options say things that Math-Verify cannot be told: those pairs are not held against it.
const pairs = all.filter(({ options }) => options === undefined)
const rounds = Number(values.rounds)
const players: Player[] = [await openAgon()]
if (!values.alone) {
  const other = await openMathVerify()
  if (typeof other === "string") process.stderr.write(`without Math-Verify: ${other}\n`)
  else players.push(other)
}

const first = new Map<string, readonly number[]>()
const times = new Map(players.map(({ name }) => [name, [] as number[]]))
const verdicts = new Map<string, readonly boolean[]>()
for (let round = 0; round <= rounds; round++) {
  for (const player of players) {
    const marks = await player.mark(pairs)
    const micros = marks.map((mark) => mark.micros)
    // The first round warms both up; it is told apart.
    if (round === 0) first.set(player.name, micros)
    else times.get(player.name)!.push(...micros)
    verdicts.set(
      player.name,
      marks.map(({ isCorrect }) => isCorrect),
    )
  }
  process.stderr.write(`round ${round} of ${rounds}\n`)
}
const own = accuracyOf(all, await players[0]!.mark(all))
for (const player of players) await player.close()

const report = [
  "# The judge beside Math-Verify",
  "",
  "    npm run bench:verifier -- --out docs/benchmarks/verifier.md",
  "",
  `Node ${process.versions.node}, ${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores.`,
  ...players.map(({ name, about }) => `${name}: ${about}.`),
  `${pairs.length} labelled pairs, ${rounds} rounds in turns after one to warm up.`,
  "A key, and an answer that is a bare expression, were put between dollar signs for Math-Verify, as its",
  "README asks; a whole reply was handed over as it is. The pairs and their labels are ours, so they",
  "show what we thought of: read the speeds as measured, the accuracies as a claim to check.",
  "",
  ...timeTable(players, times, first),
  "",
  ...accuracyTable(players, pairs, verdicts),
  "",
  `With the ${all.length - pairs.length} pairs that have options, Agon accepts ${own}.`,
  "",
  ...(await coldStart()),
  "",
  ...(await manyLines(Number(values.lines))),
  "",
  ...(await underAttack()),
  "",
].join("\n")
process.stdout.write(report)
for (const line of disagreements(players, pairs, verdicts)) process.stderr.write(`${line}\n`)
if (values.out !== undefined) writeFileSync(values.out, report)
