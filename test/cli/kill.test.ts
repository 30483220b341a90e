import { beforeAll, expect, it } from "vitest"
import { bench, lastJson, TINY } from "./agon.ts"

const { agon, start, file } = bench()
const recipe = file(
  "tiny.json",
  JSON.stringify({ ...TINY, rounds: 3, stop: { heldRoundsMax: 99 } }),
)

/** Starts a run and sends it a signal once it has printed this. */
async function disturb(name: string, signal: NodeJS.Signals, sight: string) {
  const { child, ended, text } = start(["run", recipe, "--name", name, "--json"])
  while (!text().includes(sight) && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.kill(signal)
  return ended
}

let calm: Record<string, unknown>
beforeAll(async () => {
  calm = lastJson((await agon("run", recipe, "--name", "calm", "--json")).out)
})

for (const [name, sight] of [
  ["early", '"kind":"run.opened"'],
  ["training", '"kind":"training","round":2'],
  ["judging", '"kind":"round.judged","round":3'],
] as const) {
  it(`killed (${name}) and resumed, a run ends with the head of one that never was`, async () => {
    expect((await disturb(name, "SIGKILL", sight)).code).toBeNull()
    const resumed = await agon("resume", name, "--json")
    expect(resumed.code).toBe(0)
    const { head, curriculum, checkpoint } = calm
    expect(lastJson(resumed.out)).toMatchObject({ run: name, head, curriculum, checkpoint })
  })
}

it("an interrupt ends it at once with 130 and says how to go on", async () => {
  const { code, err } = await disturb("stopped", "SIGINT", '"kind":"training","round":1')
  expect(code).toBe(130)
  expect(err).toContain("`npx agon resume stopped` goes on")
  expect(lastJson((await agon("resume", "--json")).out)).toMatchObject({
    run: "stopped",
    head: calm.head,
  })
})

it("a run has one writer", async () => {
  const { child, ended, text } = start([
    "run",
    recipe,
    "--name",
    "busy",
    "--json",
    "--rounds",
    "40",
  ])
  while (!text().includes("run.opened")) await new Promise((resolve) => setTimeout(resolve, 5))
  const { code, err } = await agon("resume", "busy")
  child.kill("SIGKILL")
  await ended
  expect(code).toBe(1)
  expect(err).toContain("is in use by another process")
})
