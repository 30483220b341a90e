import { parquetReadObjects, type SchemaElement } from "hyparquet"
import { parquetWriteBuffer } from "hyparquet-writer"
import type { Json } from "../../record/canonical.ts"

/** A column of a Parquet file, or a part of one. */
export interface Column {
  readonly name: string
  readonly is: Kind
  /** Some rows have none. */
  readonly optional?: boolean
}

type Kind =
  | "text"
  | "count"
  | "flag"
  | { readonly struct: readonly Column[] }
  | { readonly list: Kind }

/**
 * Rows as Parquet. The same rows give the same bytes: no clock and no machine is in them, and the
 * writer is pinned. Lists have the three levels that the format asks for, so that every reader
 * agrees on them.
 */
export function parquetOf(columns: readonly Column[], rows: readonly Json[]): Uint8Array {
  const fields = rows as readonly Readonly<Record<string, Json>>[]
  const buffer = parquetWriteBuffer({
    schema: [{ name: "root", num_children: columns.length }, ...columns.flatMap(elementsOf)],
    columnData: columns.map(({ name, is }) => ({
      name,
      data: fields.map((row) => packed(row[name], is)),
    })),
    createdBy: "agon",
  })
  return new Uint8Array(buffer)
}

/** The rows of a file that `parquetOf` wrote, or of any other of plain columns. */
export async function parquetRows(bytes: Uint8Array): Promise<Json[]> {
  const file = new Uint8Array(bytes).buffer // a copy: a part of a buffer has another start
  return (await parquetReadObjects({ file })).map(unpacked)
}

const LEAVES = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  count: { type: "INT64" },
  flag: { type: "BOOLEAN" },
} as const satisfies Record<string, Partial<SchemaElement>>

function elementsOf({ name, is, optional }: Column): SchemaElement[] {
  const own = { name, repetition_type: optional ? "OPTIONAL" : "REQUIRED" } as const
  if (typeof is === "string") return [{ ...own, ...LEAVES[is] }]
  if ("struct" in is) {
    return [{ ...own, num_children: is.struct.length }, ...is.struct.flatMap(elementsOf)]
  }
  return [
    { ...own, converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    ...elementsOf({ name: "element", is: is.list }),
  ]
}

type Packed = string | boolean | bigint | undefined | readonly Packed[] | { [name: string]: Packed }

function packed(value: Json | undefined, is: Kind): Packed {
  if (value === undefined) return undefined
  if (is === "count") return BigInt(value as number)
  if (typeof is === "string") return value as string | boolean
  if ("list" in is) return (value as readonly Json[]).map((item) => packed(item, is.list))
  const fields = value as Readonly<Record<string, Json>>
  return Object.fromEntries(is.struct.map(({ name, is: of }) => [name, packed(fields[name], of)]))
}

function unpacked(value: unknown): Json {
  if (typeof value === "bigint") return Number(value)
  if (Array.isArray(value)) return value.map(unpacked)
  if (typeof value !== "object" || value === null) return value as Json
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined)
  return Object.fromEntries(fields.map(([name, field]) => [name, unpacked(field)]))
}
