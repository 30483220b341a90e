import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import {
  createCheckpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../src/model/embedded/checkpoint.ts"
import { planParameters } from "../../src/model/embedded/config.ts"
import { readCheckpoint, writeCheckpoint } from "../../src/model/embedded/files.ts"
import { must, smallCheckpoint } from "./small.ts"

const folder = mkdtempSync(join(tmpdir(), "agon-checkpoint-"))
afterAll(() => rmSync(folder, { recursive: true }))
const checkpoint = smallCheckpoint()
const bytes = encodeCheckpoint(checkpoint)

describe("a checkpoint", () => {
  it("is read back as it was written", () => {
    const state = { ...checkpoint.state, step: 12_345 }
    state.firstMoment[3] = -0.5
    state.secondMoment[4] = 1e-20
    const again = must(decodeCheckpoint(encodeCheckpoint({ ...checkpoint, state })))
    expect(again.state).toEqual(state)
    expect(again.config).toEqual(checkpoint.config)
    expect(again.tokenizer.vocabulary).toEqual(checkpoint.tokenizer.vocabulary)
  })

  it("is a safetensors file that any reader opens", () => {
    const view = new DataView(bytes.buffer)
    const length = Number(view.getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
    expect(length % 8).toBe(0)
    for (const text of Object.values(header.__metadata__)) expect(typeof text).toBe("string")
    let next = 0
    for (const [name, tensor] of Object.entries<Record<string, unknown>>(header)) {
      if (name === "__metadata__") continue
      const [begin, end] = tensor.data_offsets as [number, number]
      const [rows, columns] = tensor.shape as [number, number]
      expect([tensor.dtype, begin, end - begin]).toEqual(["F32", next, 4 * rows * columns])
      next = end
    }
    expect(8 + length + next).toBe(bytes.length)
  })

  it("has about 110 000 parameters unless told otherwise", () => {
    const { config, tokenizer } = must(createCheckpoint(1))
    const { total } = planParameters(config, tokenizer.vocabulary.length)
    expect(total).toBeGreaterThan(105_000)
    expect(total).toBeLessThan(115_000)
  })

  it("starts from its seed and nothing else", () => {
    expect(encodeCheckpoint(smallCheckpoint())).toEqual(encodeCheckpoint(smallCheckpoint()))
    expect(smallCheckpoint(2).state.parameters).not.toEqual(checkpoint.state.parameters)
  })

  it.each([0, 7, 8, 200, bytes.length - 1])("is refused when torn after %i bytes", (length) => {
    expect(decodeCheckpoint(bytes.slice(0, length))).toMatchObject({
      ok: false,
      code: "bad-checkpoint",
    })
  })

  it("is refused when longer than it should be, or not ours, or not finite", () => {
    const longer = new Uint8Array(bytes.length + 4)
    longer.set(bytes)
    const foreign = new TextEncoder().encode(`${"\x02"}${"\0".repeat(7)}{}`)
    const infinite = bytes.slice()
    infinite.set([0, 0, 0x80, 0x7f], 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)))
    for (const bad of [longer, foreign, infinite, new Uint8Array(64).fill(0xff)]) {
      expect(decodeCheckpoint(bad)).toMatchObject({ ok: false, code: "bad-checkpoint" })
    }
  })

  it("is refused with every single byte of its header changed, or reads as something sound", () => {
    const end = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))
    for (let i = 0; i < end; i += 3) {
      const changed = bytes.slice()
      changed[i] = changed[i]! ^ 0x01
      expect(() => decodeCheckpoint(changed)).not.toThrow()
    }
  })

  it("refuses a shape it cannot compute", () => {
    for (const shape of [
      { width: 60, heads: 4 },
      { layers: 0 },
      { context: 1e9 },
      { hidden: 3.5 },
    ]) {
      expect(createCheckpoint(1, [], shape)).toMatchObject({ ok: false, code: "bad-config" })
    }
  })
})

describe("a checkpoint file", () => {
  it("is named by the SHA-256 of its bytes, the same on reading as on writing", () => {
    const path = join(folder, "a.safetensors")
    const hash = must(writeCheckpoint(path, checkpoint))
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(must(readCheckpoint(path)).hash).toBe(hash)
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([])
  })

  it("leaves what was there when it cannot be written", () => {
    const path = join(folder, "taken")
    const outcome = writeCheckpoint(join(path, "none", "b.safetensors"), checkpoint)
    expect(outcome).toMatchObject({ ok: false, code: "file" })
    expect(existsSync(path)).toBe(false)
  })

  it("that is torn is refused by name", () => {
    const path = join(folder, "torn.safetensors")
    must(writeCheckpoint(path, checkpoint))
    writeFileSync(path, readFileSync(path).subarray(0, 5000))
    const outcome = readCheckpoint(path)
    expect(outcome).toMatchObject({ ok: false, code: "bad-checkpoint" })
    expect(outcome.ok ? "" : outcome.message).toContain(path)
  })
})
