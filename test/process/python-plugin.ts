import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { sealPlugin } from "../../src/sandbox/manifest.ts"

const PAGE = readFileSync("docs/verifiers.md", "utf8")

/** Python where plug-ins look for it. Without one there is nothing to be shown of it. */
export const HAS_PYTHON = canRun("python3", { PATH: "/usr/local/bin:/usr/bin:/bin" })

/** The first block of docs/verifiers.md in a language that holds these words. */
export function blockOf(language: string, words = ""): string {
  const blocks = PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))
  for (const [, block = ""] of blocks) if (block.includes(words)) return block
  throw new Error(`the page has no block of ${language} with ${words}`)
}

/** The page's plug-in, sealed, in a folder of that name; `change` edits its code first. */
export function rectangleIn(
  folder: string,
  name = "rectangle",
  change = (code: string) => code,
): string {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, "agon-verifier.json"), blockOf("json"))
  writeFileSync(join(place, "verifier.py"), change(blockOf("python")))
  const fault = sealPlugin(place)
  if (fault !== null) throw new Error(fault)
  return place
}

/** The page's recipe beside the plug-in, with Agon where this checkout has it. */
export function recipeIn(folder: string): string {
  const path = join(folder, "rectangle.ts")
  const text = blockOf("ts", "plugins:")
  writeFileSync(path, text.replace('"./src/', `"${resolve("src")}/`))
  return path
}

function canRun(program: string, env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync(program, ["--version"], { env })
    return true
  } catch {
    return false
  }
}
