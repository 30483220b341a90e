import { statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { MANIFEST, sealPlugin } from "../sandbox/manifest.ts"
import { EXIT, UsageError } from "./exit.ts"
import { clean, nearPath, print } from "./terminal.ts"

/** `agon verifier seal`: a plug-in is what its manifest says it is, file by file. */
export function sealFolder(folder: string): number {
  const about = statSync(resolve(folder), { throwIfNoEntry: false })
  if (about === undefined) throw new UsageError(`there is no folder ${folder}`)
  if (!about.isDirectory()) {
    throw new UsageError(`${folder} is a file, and no folder`, `its folder: ${dirname(folder)}`)
  }
  const fault = sealPlugin(resolve(folder))
  if (fault !== null) {
    const example =
      '{"name": "triangle", "version": "1.0.0", "protocol": 1, "module": "verifier.js"}'
    throw new UsageError(clean(fault), `${MANIFEST} begins as ${example}`)
  }
  print(`sealed: ${nearPath(resolve(folder, MANIFEST))}`)
  return EXIT.done
}
