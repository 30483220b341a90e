import { globSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import config from "../vitest.config.ts"

interface Project {
  readonly test: { readonly include: readonly string[]; readonly isolate?: boolean }
}

const { projects } = (config as { test: { projects: readonly Project[] } }).test
const shared = projects
  .filter(({ test }) => test.isolate === false)
  .flatMap(({ test }) => test.include.flatMap((pattern) => globSync(pattern)))

/** What lives on in a worker after the file that did it. */
const LASTING =
  /\bvi\.|process\.(?:env|exitCode|chdir|stdout|stderr|argv)\b|globalThis|\.prototype\.\w+ =/

describe("test files that share a worker", () => {
  it("are many, and none of them replaces a module or changes anything global", () => {
    expect(shared.length).toBeGreaterThan(40)
    expect(shared.filter((path) => LASTING.test(readFileSync(path, "utf8")))).toEqual([])
  })
})
