/** What a study's report is made of, before it is a page or a text. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly lead: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: "list"; readonly items: readonly string[] }
  | TableBlock
  /** What the columns of a table mean. */
  | { readonly kind: "note"; readonly text: string }
  /** One small chart an arm: the mean of its seeds, and each of them. Only a page draws it. */
  | { readonly kind: "curves"; readonly arms: readonly ArmCurves[] }

export interface TableBlock {
  readonly kind: "table"
  readonly caption: string
  /** The first column is text; the others are numbers unless the table says otherwise. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly isText?: boolean
}

export interface ArmCurves {
  readonly title: string
  /** Shares of the sealed test set by round, from the first, of each seed. */
  readonly seeds: readonly { readonly seed: number; readonly shares: readonly number[] }[]
}

export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isText = false,
): TableBlock {
  return { kind: "table", caption, columns, rows, isText }
}
