import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { IMPATIENT, KEY, RECIPE } from "../model-run/harness.ts"
import { startAnthropicServer } from "../servers/anthropic.ts"
import { bench, TINY } from "./agon.ts"

const { agon, file, start } = bench()
const tiny = file("tiny.json", JSON.stringify(TINY))
const models = file("models.json", JSON.stringify(RECIPE))

describe("what a run refuses in words", () => {
  it("is a budget that no model could spend", async () => {
    for (const option of ["--budget", "--token-budget"]) {
      for (const more of [[], ["--dry-run"]]) {
        const { code, err } = await agon("run", tiny, option, "5", ...more)
        expect(err).toContain(`${option} is for what models cost`)
        expect(code).toBe(2)
      }
    }
    expect((await agon("list")).out).not.toContain("tiny")
  })

  it("is a sealed set of which no answer could be decided", async () => {
    const planted = fileURLToPath(new URL("./planted-crash.ts", import.meta.url))
    const hooked = { NODE_OPTIONS: `--import ${planted}` }
    const { code, err } = await start(["run", tiny, "--name", "crashing"], hooked).ended
    expect(err).toMatch(/not one of the \d+ answers of [0-9a-f]{12} to the sealed \w+ set/)
    expect(code).toBe(1)
  })

  it("is an address of Claude's at which nobody is, before anything is asked", async () => {
    const server = await startAnthropicServer()
    await server.close()
    const away = { ...IMPATIENT, ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: KEY }
    const { code, err } = await start(["run", models, "--name", "away"], away).ended
    expect(err).toContain("nobody answers at ANTHROPIC_BASE_URL")
    expect(err).toContain("start the server, or set ANTHROPIC_BASE_URL")
    expect(code).toBe(1)
    expect((await agon("list")).out).not.toContain("away")
  })

  it("is a trainer's program that is not there, before a job wants it", async () => {
    const plain = file("notes.txt", "no program")
    for (const word of ["no-such-trainer", "./train", plain, "{here}/no-such-trainer"]) {
      const { code, err } = await agon("trainer", "--port", "0", "--command", word)
      expect(err).toContain(`--command ${word}: there is no such program to run`)
      expect(code).toBe(2)
    }
  })
})

describe("advice to resume", () => {
  it("names the run, with a larger budget where that is what it takes", async () => {
    const server = await startAnthropicServer({ player: "mediocre" })
    const there = { ...IMPATIENT, ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: KEY }
    const words = ["run", models, "--name", "poor", "--budget", "0.03"]
    const { code, err } = await start(words, there).ended
    await server.close()
    expect(code).toBe(4)
    expect(err).toContain("agon resume poor --budget <dollars>")
  })
})
