// A model's program as a process: read from standard input, run as a script, its last value
// printed. It is started as text, so that a sandbox without any file can start it, and is plain
// JavaScript, for taking types out takes longer than the whole start. It keeps nobody out: what
// holds a program is around this process. Its exit codes are read in program-result.ts.
import { Console } from "node:console"
import { readFileSync, writeSync } from "node:fs"
import { Writable } from "node:stream"
import { inspect } from "node:util"
import { constants, Script } from "node:vm"

const PRINTED_BYTES_MAX = 65_536
const VALUE_BYTES_MAX = 16_384
const FAULT_CHARS_MAX = 2_000
const EXIT_ERROR = 70
const EXIT_MEMORY = 71

let printed = 0

process.on("uncaughtException", fail)
process.on("unhandledRejection", fail)

const stdout = new Writable({
  decodeStrings: false,
  write(text, _encoding, done) {
    print(String(text))
    done()
  },
})
globalThis.console = new Console({ stdout, stderr: stdout, colorMode: false })
globalThis.require = requireBuiltin

try {
  const value = await run(readFileSync(0, "utf8"))
  if (value !== undefined && !isTimer(value))
    write(Buffer.from(`${show(value)}\n`), VALUE_BYTES_MAX)
} catch (error) {
  fail(error)
}

/** What is no script may be a module: with imports, or an await that no function is around. */
async function run(text) {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  let script
  try {
    script = new Script(text, { filename: "program.js", importModuleDynamically })
  } catch (error) {
    if (!/\b(await|import|export)\b/.test(text)) throw error
    await import(`data:text/javascript,${encodeURIComponent(text)}`)
    return undefined
  }
  return await script.runInThisContext()
}

function requireBuiltin(name) {
  const found = process.getBuiltinModule(name)
  if (found === undefined) throw new Error(`there is no module ${name} here`)
  return found
}

/** Prints up to the limit, and says once that the rest is not kept. */
function print(text) {
  const bytes = Buffer.from(text)
  const room = PRINTED_BYTES_MAX - printed
  printed += bytes.length
  if (room <= 0) return
  write(bytes, room)
  if (bytes.length > room) write(Buffer.from("\n[what is printed after this is not kept]\n"), 99)
}

function write(bytes, bytesMax) {
  const kept = bytes.subarray(0, bytesMax)
  for (let at = 0; at < kept.length; ) at += writeSync(1, kept, at)
}

/** Text and whole numbers as they are, everything else as a prompt shows it. */
function show(value) {
  if (typeof value === "string" || typeof value === "bigint") return `${value}`
  return inspect(value, { depth: 4, maxArrayLength: 1_000, customInspect: false })
}

/** What setTimeout returns is no result of a program that ends with it. */
function isTimer(value) {
  return typeof value === "object" && value?.constructor?.name === "Timeout"
}

function fail(error) {
  let fault = "an error that cannot be shown"
  let exit = EXIT_ERROR
  try {
    fault = error instanceof Error ? faultOf(error) : `it threw ${show(error)}`
    if (error instanceof RangeError && /allocat/.test(error.message)) exit = EXIT_MEMORY
  } catch {
    // Reading the error throws another one.
  }
  writeSync(2, fault.slice(0, FAULT_CHARS_MAX))
  process.reallyExit(exit)
}

function faultOf(error) {
  const line = /(?:program\.js|data:text\/javascript,\S*?):(\d+)/.exec(String(error.stack))?.[1]
  return `${error.name}: ${error.message}${line === undefined ? "" : ` (line ${line})`}`
}
