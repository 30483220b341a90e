import { existsSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { VERIFIERS } from "../../verifiers/index.ts"
import { makeFolder } from "../disk.ts"
import { RunFailure } from "../run/failure.ts"
import { EXIT, UsageError } from "./exit.ts"
import { invocation, nearPath, print } from "./terminal.ts"
import { exploitsText, moduleText, readmeText, testText } from "./verifier-template.ts"

const NAME_CHARS_MAX = 40
const ELSEWHERE =
  "nothing is overwritten: choose another name, or another place with --dir <folder>"
const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const KERNEL = join(ROOT, "verifiers", "kernel")

/** `agon verifier new`: a folder with a small verifier that passes. Overwrites nothing. */
export function newVerifier(name: string, dir: string | undefined): number {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > NAME_CHARS_MAX) {
    throw new UsageError(
      "a verifier's name is small letters, digits and single dashes, like number-theory",
      `at most ${NAME_CHARS_MAX} characters, the first a letter`,
    )
  }
  if (name === "kernel" || VERIFIERS.some((verifier) => verifier.name === name)) {
    throw new UsageError(`${name} is taken by what comes with Agon`, "choose another name")
  }
  const parent = resolve(dir ?? (existsSync("verifiers") ? "verifiers" : "."))
  const folder = join(parent, name)
  const above = firstThere(parent)
  if (!statSync(above).isDirectory()) {
    throw new UsageError(`${nearPath(above)} is a file, and no folder`, "--dir names a folder")
  }
  if (existsSync(folder)) {
    throw new RunFailure("verifier", "exists", `${nearPath(folder)} is there already`, ELSEWHERE)
  }
  const files = filesFor(name, folder)
  for (const path of files.keys()) {
    if (!existsSync(path)) continue
    throw new RunFailure("verifier", "exists", `${nearPath(path)} is there already`, ELSEWHERE)
  }
  for (const [path, text] of files) {
    makeFolder(dirname(path))
    writeFileSync(path, text, { flag: "wx" })
    print(`made: ${nearPath(path)}`)
  }
  print()
  print(invocation(`→ agon verifier test ${nearPath(folder)}`))
  return EXIT.done
}

/** The path, or what there is of it. */
function firstThere(path: string): string {
  return existsSync(path) ? path : firstThere(dirname(path))
}

/** Tests of what comes with Agon lie under test/; a folder elsewhere keeps its test itself. */
function filesFor(name: string, folder: string): Map<string, string> {
  const isBuiltIn = resolve(folder, "..") === join(ROOT, "verifiers")
  const tests = isBuiltIn ? join(ROOT, "test", "verifiers") : folder
  const test = join(tests, isBuiltIn ? `${name}.contract.test.ts` : "verifier.test.ts")
  const module = join(folder, "verifier.ts")
  const contract = join(ROOT, "test", "contract", "verifier.ts")
  return new Map([
    [module, moduleText(name, importPath(folder, KERNEL))],
    [join(folder, "exploits.json"), exploitsText()],
    [
      test,
      testText(name, {
        module: importPath(tests, module),
        contract: importPath(tests, contract),
        exploits: importPath(tests, join(folder, "exploits.json")),
      }),
    ],
    [join(folder, "README.md"), readmeText(name, nearPath(folder), isBuiltIn)],
  ])
}

function importPath(from: string, to: string): string {
  const path = relative(from, to).split(sep).join("/")
  return path.startsWith(".") ? path : `./${path}`
}
