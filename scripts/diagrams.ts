// Draws the machines into ARCHITECTURE.md: `node scripts/diagrams.ts` writes what lies between
// the markers, `node scripts/diagrams.ts --check` only says whether it is what the machines are.
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { AnyStateMachine, StateNode } from "xstate"
import { proposerMachine } from "../agents/proposer/machine.ts"
import { seatedProposerMachine } from "../agents/proposer/seated.ts"
import { attemptMachine } from "../agents/solver/attempt.ts"
import { solverMachine } from "../agents/solver/machine.ts"
import { seatedMachine } from "../agents/solver/seated.ts"
import { writeAtomic } from "../src/disk.ts"
import { runMachine } from "../src/run/machine.ts"
import { roundMachine } from "../src/run/round.ts"

const PAGE = fileURLToPath(new URL("../ARCHITECTURE.md", import.meta.url))
const BEGIN = "<!-- diagrams:begin -->"
const END = "<!-- diagrams:end -->"

/** The machines in the order in which a reader meets them. */
export const MACHINES: readonly { readonly title: string; readonly machine: AnyStateMachine }[] = [
  { title: "A run", machine: runMachine },
  { title: "A round", machine: roundMachine },
  { title: "The proposer", machine: proposerMachine },
  { title: "The solver", machine: solverMachine },
  { title: "A proposer that is a model", machine: seatedProposerMachine },
  { title: "A solver that is a model", machine: seatedMachine },
  { title: "One attempt of it, with tools", machine: attemptMachine },
]

/** A way from one state to another, and what opens it. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly when: string
}

/** Every transition of a flat machine: first what an invoked actor's end brings, then the rest. */
export function edgesOf(machine: AnyStateMachine): Edge[] {
  return statesOf(machine).flatMap((state) => {
    const transitions = [...[...state.transitions.values()].flat(), ...(state.always ?? [])]
    return transitions.flatMap(({ eventType, target, guard }) =>
      (target ?? []).map((next) => ({
        from: state.key,
        to: next.key,
        when: [ended(state, eventType), guard ? `[${String(guard)}]` : ""].join(" ").trim(),
      })),
    )
  })
}

export function statesOf(machine: AnyStateMachine): StateNode[] {
  return Object.values(machine.root.states) as StateNode[]
}

/** The page with its diagrams drawn anew; undefined for a page without the two markers. */
export function redraw(page: string): string | undefined {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin === -1 || end < begin) return undefined
  return `${page.slice(0, begin + BEGIN.length)}\n${diagrams()}\n${page.slice(end)}`
}

function diagrams(): string {
  return MACHINES.map(({ title, machine }) => {
    const lines = [
      "```mermaid",
      "stateDiagram-v2",
      ...drawn(machine).map((line) => `  ${line}`),
      "```",
    ]
    return `\n**${title}**\n\n${lines.join("\n")}\n`
  }).join("")
}

function drawn(machine: AnyStateMachine): string[] {
  const { initial } = machine.root
  const ends = statesOf(machine).filter(({ type }) => type === "final")
  return [
    ...initial.target.map(({ key }) => `[*] --> ${key}`),
    ...edgesOf(machine).map(({ from, to, when }) => `${from} --> ${to}${when && ` : ${when}`}`),
    ...ends.map(({ key }) => `${key} --> [*]`),
  ]
}

/** `xstate.done.actor.0.round.posing` in a reader's words: the invoked actor, done. */
function ended(state: StateNode, eventType: string): string {
  const actor = state.invoke.find(({ id }) => eventType === `xstate.done.actor.${id}`)
  return actor === undefined ? eventType : `${String(actor.src)} done`
}

function main(): number {
  if (!existsSync(PAGE)) return 0
  const page = readFileSync(PAGE, "utf8")
  const due = redraw(page)
  if (due === undefined) {
    console.error(`ARCHITECTURE.md has no ${BEGIN} … ${END} to draw between`)
    return 1
  }
  if (due === page) return 0
  if (process.argv.includes("--check")) {
    console.error("ARCHITECTURE.md shows other machines: run `node scripts/diagrams.ts`")
    return 1
  }
  writeAtomic(PAGE, due)
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = main()
