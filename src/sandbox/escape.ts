// What a hostile plug-in would try first, as a program: `node escape.ts <secret file> <port>`
// prints which of its attempts succeeded. It is started in the sandbox before any plug-in is, and
// the sandbox is used only where everything failed.
import { readFileSync, writeFileSync } from "node:fs"
import { connect } from "node:net"

const [secret = "", port = "0"] = process.argv.slice(2)

function succeeds(attempt: () => void): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

function connects(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: "127.0.0.1", timeout: 1_000 })
    const end = (got: boolean) => {
      socket.destroy()
      resolve(got)
    }
    socket.on("connect", () => end(true))
    socket.on("error", () => end(false))
    socket.on("timeout", () => end(false))
  })
}

const escaped = {
  "read a file outside": succeeds(() => readFileSync(secret)),
  "read the list of users": succeeds(() => readFileSync("/etc/passwd")),
  "written a file outside": succeeds(() => writeFileSync(`${secret}.written`, "escaped")),
  "written into the plug-in": succeeds(() => writeFileSync("escaped", "escaped")),
  "written where nothing bounds it": ["/escaped", "/dev/escaped"].some((path) =>
    succeeds(() => writeFileSync(path, "escaped")),
  ),
  "read the environment": process.env.AGON_ESCAPE_CANARY !== undefined,
  connected: await connects(),
}
process.stdout.write(`${JSON.stringify(escaped)}\n`)
