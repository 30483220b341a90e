import { readFileSync } from "node:fs"
import { expect, it } from "vitest"

interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Readonly<Record<string, Locked>>
}

it("locks every optional package of every platform, or npm ci refuses the file", () => {
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !(`node_modules/${name}` in lock.packages)),
  )
  expect(missing).toEqual([])
})

it("names packages by content and never by a registry's address", () => {
  const installed = Object.entries(lock.packages).filter(([path]) => path !== "")
  expect(installed.filter(([, { integrity }]) => integrity === undefined)).toEqual([])
  expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})

it("pins every dependency exactly", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync("package.json", "utf8"),
  )
  const all = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })
  expect(all.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([])
})
