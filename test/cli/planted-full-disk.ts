import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

const STANDARD = 2 // input, output and errors are open still

/** Loaded before the command, with `--import`: what is written to a file finds the disk full. */
const write = fs.writeSync.bind(fs) as (...args: unknown[]) => number
fs.writeSync = ((file: number, ...rest: unknown[]) => {
  if (file <= STANDARD) return write(file, ...rest)
  const full = new Error("ENOSPC: no space left on device, write")
  throw Object.assign(full, { code: "ENOSPC", errno: -28, syscall: "write" })
}) as typeof fs.writeSync
syncBuiltinESMExports()
