// A JavaScript plug-in as a process: `node host.ts <module>` answers the protocol's lines on its
// standard input until that ends. The plug-in may import `agon` (what an author of verifiers
// needs, nothing else) and `zod` by name.
import { registerHooks } from "node:module"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"
import { serveLine, verifierIn } from "./serve.ts"

const NAMES = new Map([
  ["agon", new URL("../kit/author.ts", import.meta.url).href],
  ["zod", import.meta.resolve("zod")],
])

const send = process.stdout.write.bind(process.stdout)
// What the plug-in prints is no line of the protocol.
process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write

registerHooks({
  resolve(specifier, context, next) {
    const url = NAMES.get(specifier)
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true }
  },
})

const path = process.argv[2]!
const verifier = verifierIn(await import(pathToFileURL(path).href))
if (typeof verifier === "string") {
  process.stderr.write(`${verifier}\n`)
  process.exit(1)
}

const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
lines.on("line", (line) => send(`${JSON.stringify(serveLine(verifier, line))}\n`))
lines.on("close", () => process.exit(0))
