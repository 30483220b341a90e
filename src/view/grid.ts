import type { Cell } from "../agent.ts"
import { shareOf } from "../record/solve-rate.ts"
import { standing } from "../rule/frontier.ts"
import { wilson } from "../rule/statistics.ts"
import { cut, inert } from "./inert.ts"
import type { Progress } from "./progress.ts"
import { type Line, plain, type Span, type Tone } from "./span.ts"

const SHADES = [" ", "░", "▒", "▓", "█"] // by quarters: empty below 5 %, full from 95 %
const NAME_COLUMNS_MAX = 26
const CELL_COLUMNS = 7
const WIDE_CELL_COLUMNS = 13 // with the interval beside the rate: " ▓ 75 [51,90]"

const TONES: Readonly<Record<ReturnType<typeof standing>, Tone>> = {
  mastered: "good",
  frontier: "warm",
  "out-of-reach": "dim",
  unknown: "dim",
}

/**
 * Solve rates, a row a skill and a column a level; the shade and the number say the same. Where
 * there is room, each has its 95 % interval beside it.
 */
export function gridLines(progress: Progress, columns: number, rows: number): Line[] {
  const { frontier, recipe } = progress
  if (frontier.length === 0 || rows < 2) return []
  const levels = Math.max(...frontier.map(({ level }) => level))
  const nameWidth = Math.min(
    NAME_COLUMNS_MAX,
    Math.max(...recipe.skills.map((skill) => inert(skill).length), 10),
    Math.max(8, columns - CELL_COLUMNS * levels),
  )
  const isWide = nameWidth + WIDE_CELL_COLUMNS * levels <= columns
  const cellWidth = isWide ? WIDE_CELL_COLUMNS : CELL_COLUMNS
  const header: Line = [
    plain(cut("Solve rate by level", nameWidth).padEnd(nameWidth), "dim"),
    ...range(levels).map((at) => plain(String(at + 1).padStart(cellWidth), "dim")),
  ]
  const shown = recipe.skills.length < rows ? recipe.skills : recipe.skills.slice(0, rows - 2)
  const lines = shown.map((skill) => [
    plain(cut(inert(skill), nameWidth).padEnd(nameWidth)),
    ...range(levels).map((at) =>
      cellSpan(
        frontier.find((cell) => cell.skill === skill && cell.level === at + 1),
        cellWidth,
      ),
    ),
  ])
  const hidden = recipe.skills.length - shown.length
  if (hidden === 0) return [header, ...lines]
  return [header, ...lines, [plain(`… ${hidden} more skills`, "dim")]]
}

function cellSpan(cell: Cell | undefined, width: number): Span {
  if (cell === undefined || cell.rate.tried === 0) return plain("·".padStart(width), "dim")
  const share = shareOf(cell.rate, 0)
  const shade = SHADES[Math.min(4, Math.floor(share * 4 + 0.2))]!
  const number = String(Math.round(100 * share)).padStart(3)
  const tone = TONES[standing(cell.rate)]
  if (width < WIDE_CELL_COLUMNS) return plain(`${shade}${shade}${number}`.padStart(width), tone)
  const { low, high } = wilson(cell.rate)
  const interval = `[${Math.round(100 * low)},${Math.round(100 * high)}]`
  return plain(`${shade}${number} ${interval}`.padStart(width), tone)
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at)
}
