import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { judge } from "../verifiers/kernel/judge/judge.ts"
import { isReply, type Pair } from "./verifier-corpus.ts"

const PACKAGE = "math-verify[antlr4_13_2]"

/** One who judges pairs. */
export interface Player {
  readonly name: string
  readonly about: string
  mark(pairs: readonly Pair[]): Promise<readonly Timed[]>
  close(): Promise<void>
}

export interface Timed {
  readonly isCorrect: boolean
  readonly micros: number
}

/** The judge in this process, as a user calls it: it remembers the keys that it read last. */
export async function openAgon(): Promise<Player> {
  return {
    name: "Agon",
    about: "in process",
    mark: async (pairs) =>
      pairs.map(({ key, answer, options }) => {
        const begun = performance.now()
        const isCorrect = accepts(key, answer, options)
        return { isCorrect, micros: (performance.now() - begun) * 1_000 }
      }),
    close: async () => {},
  }
}

/** A judge that throws has not accepted; Math-Verify is treated alike. */
function accepts(...[key, answer, options]: Parameters<typeof judge>): boolean {
  try {
    return judge(key, answer, options).outcome === "correct"
  } catch {
    return false
  }
}

/** Math-Verify in a Python process of its own, or why there is none. */
export async function openMathVerify(): Promise<Player | string> {
  const folder = mkdtempSync(join(tmpdir(), "agon-math-verify-"))
  const python = join(folder, "bin", "python")
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" })
    execFileSync(python, ["-m", "pip", "install", "-q", PACKAGE], { stdio: "pipe" })
  } catch (error) {
    remove()
    return String((error as Error).message).split("\n")[0]!
  }
  const script = fileURLToPath(new URL("./math_verify_pairs.py", import.meta.url))
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error("Math-Verify's process ended")
    return JSON.parse(value)
  }
  const { version, python: pythonVersion, sympy } = await next()
  return {
    name: "Math-Verify",
    about: `${version}, SymPy ${sympy}, Python ${pythonVersion}, time limits as they are by default`,
    async mark(pairs) {
      const asked = pairs.map(({ key, answer }) => [key, answer, isReply(answer)])
      child.stdin.write(`${JSON.stringify({ pairs: asked })}\n`)
      const { marks } = (await next()) as { marks: [boolean, number][] }
      return marks.map(([isCorrect, micros]) => ({ isCorrect, micros }))
    },
    async close() {
      await ended(child)
      remove()
    },
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on("close", () => resolve())
    child.stdin!.end()
  })
}
