import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { writeAtomic } from "../../src/disk.ts"

const folder = mkdtempSync(join(tmpdir(), "agon-disk-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("a file that is replaced as a whole", () => {
  it("is the new one, in a folder that is made for it", () => {
    const path = join(folder, "deep", "file")
    for (const text of ["one", "two"]) writeAtomic(path, text)
    expect(readFileSync(path, "utf8")).toBe("two")
    expect(existsSync(`${path}.tmp`)).toBe(false)
  })

  it.runIf(existsSync("/dev/full"))("stays as it was on a full disk, and is named", () => {
    const path = join(folder, "kept")
    writeFileSync(path, "before")
    symlinkSync("/dev/full", `${path}.tmp`)
    expect(() => writeAtomic(path, "after")).toThrow(
      expect.objectContaining({ code: "ENOSPC", path }),
    )
    expect(readFileSync(path, "utf8")).toBe("before")
  })
})
