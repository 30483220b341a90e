import type { Cell } from "../agent.ts"
import { shareOf } from "../record/solve-rate.ts"
import { standing } from "../rule/frontier.ts"
import { cut, inert } from "./inert.ts"
import type { Progress } from "./progress.ts"
import { type Line, plain, type Span, type Tone } from "./span.ts"

const SHADES = [" ", "░", "▒", "▓", "█"] // by quarters: empty below 5 %, full from 95 %
const NAME_COLUMNS_MAX = 26
const CELL_COLUMNS = 7

const TONES: Readonly<Record<ReturnType<typeof standing>, Tone>> = {
  mastered: "good",
  frontier: "warm",
  "out-of-reach": "dim",
  unknown: "dim",
}

/** Solve rates, a row a skill and a column a level; the shade and the number say the same. */
export function gridLines(progress: Progress, columns: number, rows: number): Line[] {
  const { frontier, recipe } = progress
  if (frontier.length === 0 || rows < 2) return []
  const levels = Math.max(...frontier.map(({ level }) => level))
  const nameWidth = Math.min(
    NAME_COLUMNS_MAX,
    Math.max(...recipe.skills.map((skill) => inert(skill).length), 10),
    Math.max(8, columns - CELL_COLUMNS * levels),
  )
  const header: Line = [
    plain(cut("Solve rate by level", nameWidth).padEnd(nameWidth), "dim"),
    ...range(levels).map((at) => plain(String(at + 1).padStart(CELL_COLUMNS), "dim")),
  ]
  const shown = recipe.skills.length < rows ? recipe.skills : recipe.skills.slice(0, rows - 2)
  const lines = shown.map((skill) => [
    plain(cut(inert(skill), nameWidth).padEnd(nameWidth)),
    ...range(levels).map((at) =>
      cellSpan(frontier.find((cell) => cell.skill === skill && cell.level === at + 1)),
    ),
  ])
  const hidden = recipe.skills.length - shown.length
  if (hidden === 0) return [header, ...lines]
  return [header, ...lines, [plain(`… ${hidden} more skills`, "dim")]]
}

function cellSpan(cell: Cell | undefined): Span {
  if (cell === undefined || cell.rate.tried === 0) return plain("·".padStart(CELL_COLUMNS), "dim")
  const share = shareOf(cell.rate, 0)
  const shade = SHADES[Math.min(4, Math.floor(share * 4 + 0.2))]!
  const number = String(Math.round(100 * share)).padStart(3)
  return plain(`${shade}${shade}${number}`.padStart(CELL_COLUMNS), TONES[standing(cell.rate)])
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at)
}
