import fc from "fast-check"
import { parquetMetadata, parquetSchema } from "hyparquet"
import { expect, it } from "vitest"
import { hashOf } from "../../src/record/id.ts"
import { type Column, parquetOf, parquetRows } from "../../src/training/export/parquet.ts"

const COLUMNS: readonly Column[] = [
  { name: "text", is: "text" },
  { name: "count", is: "count" },
  { name: "flag", is: "flag" },
  { name: "maybe", is: "text", optional: true },
  {
    name: "messages",
    is: { list: { struct: ["role", "content"].map((name) => ({ name, is: "text" as const })) } },
  },
  {
    name: "about",
    is: {
      struct: [
        { name: "inner", is: { struct: [{ name: "level", is: "count" }] } },
        { name: "names", is: { list: "text" } },
      ],
    },
  },
]

const text = fc.string({ unit: "binary", maxLength: 40 })
const row = fc
  .record({
    text,
    count: fc.integer(),
    flag: fc.boolean(),
    maybe: fc.option(text, { nil: undefined }),
    messages: fc.array(fc.record({ role: text, content: text }), { maxLength: 4 }),
    about: fc.record({
      inner: fc.record({ level: fc.maxSafeInteger() }),
      names: fc.array(text, { maxLength: 3 }),
    }),
  })
  .map(({ maybe, ...rest }) => ({ ...rest, ...(maybe !== undefined && { maybe }) }))

it("reads back what it wrote: nested, empty, in any script", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      const bytes = parquetOf(COLUMNS, rows)
      expect(await parquetRows(bytes)).toEqual(rows)
      expect(await parquetRows(Buffer.from(bytes))).toEqual(rows) // a part of a larger buffer
      expect(hashOf(parquetOf(COLUMNS, rows))).toBe(hashOf(bytes))
    }),
    { seed: 5, numRuns: 200 },
  )
})

it("reads back more rows than a group of rows holds", async () => {
  const rows = Array.from({ length: 2_500 }, (_, count) => ({ text: `row ${count % 7}`, count }))
  const bytes = parquetOf(COLUMNS.slice(0, 2), rows)
  expect(parquetMetadata(bytes.buffer as ArrayBuffer).row_groups.length).toBeGreaterThan(1)
  expect(await parquetRows(bytes)).toEqual(rows)
})

it("has lists in the three levels that the format asks for", () => {
  const one = {
    text: "",
    count: 0,
    flag: true,
    messages: [],
    about: { inner: { level: 1 }, names: [] },
  }
  const tree = parquetSchema(parquetMetadata(parquetOf(COLUMNS, [one]).buffer as ArrayBuffer))
  const messages = tree.children.find(({ element }) => element.name === "messages")!
  expect(messages.element.converted_type).toBe("LIST")
  const [list] = messages.children
  expect([list!.element.name, list!.element.repetition_type]).toEqual(["list", "REPEATED"])
  const [element] = list!.children
  expect(element!.children.map(({ element: { name } }) => name)).toEqual(["role", "content"])
})

it("is no Parquet after any one byte of its frame has changed", async () => {
  const bytes = parquetOf(COLUMNS.slice(0, 1), [{ text: "a" }])
  for (const at of [bytes.length - 1, bytes.length - 5]) {
    const flipped = Uint8Array.from(bytes)
    flipped[at]! ^= 0xff
    await expect(parquetRows(flipped)).rejects.toThrow()
  }
})
