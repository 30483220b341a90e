import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { bench, TINY } from "./agon.ts"
import { tamper } from "./tamper.ts"

const { agon, runs, file } = bench()
let pair: string
let prompt: string
let completion: string

beforeAll(async () => {
  await agon("run", file("tiny.json", JSON.stringify(TINY)), "--name", "sound", "--no-report")
  const rows = (await agon("export", "sound")).out.split("\n")
  ;({ pair, prompt, completion } = JSON.parse(rows[0]!))
})

/** A copy of the sound run, to be damaged. */
function copy(name: string): string {
  cpSync(join(runs, "sound"), join(runs, name), { recursive: true })
  return join(runs, name)
}

/** Makes the first pair teach something else. */
function wrongLabel(body: string, kind: string): string {
  if (kind !== "round.curated") return body
  return body.replace(`"completion":"${completion}","id":"${pair}"`, (text) =>
    text.replace(`"${completion}"`, `"${completion}0"`),
  )
}

for (const relink of [false, true]) {
  it(`names a pair whose label was edited, hashes made to fit or not (${relink})`, async () => {
    const folder = copy(`label-${relink}`)
    tamper(join(folder, "journal.sqlite"), wrongLabel, { relink })
    const { code, out } = await agon("audit", `label-${relink}`)
    expect(code).toBe(3)
    expect(out).toContain(`${pair}: judged again it is incorrect`)
    expect(out).toContain(`${pair}: its content does not match its id`)
    expect(out.includes("(round.curated): does not match its hash")).toBe(!relink)
    expect((await agon("replay", `label-${relink}`)).code).toBe(1)
  })
}

it("names a checkpoint and a bundle in which one byte was flipped", async () => {
  const folder = copy("bytes")
  const flip = (path: string) => {
    const bytes = readFileSync(path)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(path, bytes)
  }
  const checkpoint = readdirSync(join(folder, "checkpoints")).find((name) =>
    /^\w{64}\./.test(name),
  )!
  const bundle = readdirSync(join(folder, "bundles"))[0]!
  flip(join(folder, "checkpoints", checkpoint))
  flip(join(folder, "bundles", bundle, "data", "train.jsonl"))
  const { code, out } = await agon("audit", "bytes")
  expect(code).toBe(3)
  expect(out).toContain(`checkpoint ${checkpoint.split(".")[0]}: its bytes do not match its hash`)
  expect(out).toContain(`bundle ${bundle}: data/train.jsonl does not match its hash`)
})

it("calls a truncated journal damaged", async () => {
  const folder = copy("torn")
  const journal = join(folder, "journal.sqlite")
  writeFileSync(journal, readFileSync(journal).subarray(0, 9_000))
  expect((await agon("audit", "torn")).code).toBe(3)
  expect((await agon("list")).out).toMatch(/torn +damaged/)
})

it("lets no stored text steer the terminal", async () => {
  const folder = copy("hostile")
  const evil = "\\u001b]0;owned\\u0007\\u009b31m\\u202e"
  const taint = (body: string) => body.replaceAll(`"text":"${prompt}"`, `"text":"${prompt}${evil}"`)
  tamper(join(folder, "journal.sqlite"), taint, { relink: true })
  const shown = await Promise.all([
    agon("show", pair, "--run", "hostile"),
    agon("show", pair, "--run", "hostile", "--json"),
    agon("export", "hostile"),
    agon("audit", "hostile"),
    agon("list"),
  ])
  expect(shown[0]!.out).toContain("owned")
  for (const { out, err } of shown) {
    expect((out + err).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  }
  expect(shown[3]!.out).toContain("its statement does not say what its spec says")
})
