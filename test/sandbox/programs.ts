import { readFileSync } from "node:fs"
import { expect } from "vitest"
import type { ToolResult } from "../../src/record/tool.ts"
import { openPrograms, type ProgramOptions, type Programs } from "../../src/sandbox/program.ts"
import { probeProgramSandbox } from "../../src/sandbox/program-jail.ts"

/** Whether this machine can hold programs; what it keeps in is tried only where it can. */
export const PROGRAMS_HELD = await probeProgramSandbox()

/** Ready to run programs, in a sandbox or as the options say. */
export async function programs(options: ProgramOptions = {}): Promise<Programs> {
  const opened = await openPrograms(options)
  if (!opened.ok) throw new Error(opened.refused)
  return opened.programs
}

/** The result of one program. */
export async function ran(program: string, options: ProgramOptions = {}): Promise<ToolResult> {
  return (await programs(options)).run(program)
}

/** What a program prints; a test whose program fails says how. */
export async function printed(program: string): Promise<string> {
  const result = await ran(program)
  expect(result, program).toMatchObject({ kind: "output" })
  return result.text
}

/** Living processes that this one has started, and theirs. Linux only. */
export function childrenLeft(): number {
  return processesBelow(process.pid).length
}

/** Every process that one has started, and theirs; with none of its own. Linux only. */
export function processesBelow(pid: number): number[] {
  const children = textOf(`/proc/${pid}/task/${pid}/children`)
    .split(" ")
    .filter(Boolean)
    .map(Number)
  return children.flatMap((child) => [child, ...processesBelow(child)])
}

/** The command line of a living process, or nothing. Linux only. */
export function commandOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`)
}

const WAIT_MS = 20_000 // for what takes a tenth of a second on a machine with nothing else to do

/** The first answer that is one, asked for again and again. */
export async function until<Answer>(ask: () => Answer | undefined): Promise<Answer> {
  const end = performance.now() + WAIT_MS
  while (performance.now() < end) {
    const answer = ask()
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error("it never came to pass")
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return "" // it ended while we looked
  }
}
