import { type Html, html } from "./html.ts"

export interface Point {
  readonly x: number
  readonly y: number
  readonly low?: number
  readonly high?: number
}

export interface Series {
  readonly name: string
  readonly points: readonly Point[]
  /** Each look differs in dash and in marker, not in colour alone. */
  readonly look: "main" | "second" | "third"
  /** A champion plays on until it is replaced: its line has steps. */
  readonly steps?: boolean
}

export interface Chart {
  readonly title: string
  readonly series: readonly Series[]
  readonly xMax: number
  readonly xMin: number
  readonly yMax: number
  readonly yMin: number
  readonly yText: (value: number) => string
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const WIDE: Frame = { width: 960, height: 340, left: 52, right: 16, top: 14, bottom: 40 }
const NARROW: Frame = { width: 340, height: 240, left: 44, right: 10, top: 12, bottom: 38 }
const SMALL: Frame = { width: 320, height: 170, left: 46, right: 10, top: 12, bottom: 34 }

/** Drawn twice, for a desk and for a phone, so that letters keep their size; CSS shows one. */
export function lineChart(chart: Chart): Html {
  return html`${draw(chart, WIDE, "wide")}${draw(chart, NARROW, "narrow")}${legend(chart.series)}`
}

export function smallChart(chart: Chart): Html {
  return draw(chart, SMALL, "small")
}

function draw(chart: Chart, frame: Frame, name: string): Html {
  const { width, height, left, right, top, bottom } = frame
  const xSpan = Math.max(1, chart.xMax - chart.xMin)
  const ySpan = chart.yMax - chart.yMin || 1
  const at: Place = {
    x: (x) => round(left + ((x - chart.xMin) / xSpan) * (width - left - right)),
    y: (y) => round(top + (1 - (y - chart.yMin) / ySpan) * (height - top - bottom)),
  }
  const label = `${chart.title}. ${chart.series.map(spoken(chart)).join(" ")}`
  return html`<svg class="chart ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${gridLines(chart, frame, at)}
${chart.series.map((one) => band(one, at))}
${chart.series.map((one) => curve(one, at, chart))}
</svg>`
}

interface Place {
  x(x: number): number
  y(y: number): number
}

/** What a reader who does not see the chart needs of it: where each line begins and ends. */
function spoken(chart: Chart) {
  return ({ name, points }: Series) => {
    const first = points[0]
    const last = points.at(-1)
    if (first === undefined || last === undefined) return `${name}: no data.`
    const from = `${chart.yText(first.y)} at round ${first.x}`
    return `${name}: from ${from} to ${chart.yText(last.y)} at round ${last.x}.`
  }
}

function gridLines(chart: Chart, frame: Frame, at: Place): Html {
  const { width, height, left, right, bottom } = frame
  const ys = ticks(chart.yMin, chart.yMax, 4)
  const xs = ticks(chart.xMin, chart.xMax, width > 500 ? 12 : 6).filter(Number.isInteger)
  return html`<g class="grid" aria-hidden="true">${ys.map(
    (y) => html`<line x1="${left}" x2="${width - right}" y1="${at.y(y)}" y2="${at.y(y)}"/>
<text x="${left - 8}" y="${at.y(y) + 4}" text-anchor="end">${chart.yText(y)}</text>`,
  )}${xs.map(
    (x) => html`<text x="${at.x(x)}" y="${height - bottom + 18}" text-anchor="middle">${x}</text>`,
  )}<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">round</text></g>`
}

function band({ points, look, steps }: Series, at: Place): Html {
  const known = points.filter(({ low, high }) => low !== undefined && high !== undefined)
  if (known.length === 0) return html``
  const upper = path(
    stepped(
      known.map(({ x, high }) => ({ x, y: high! })),
      steps,
    ),
    at,
  )
  const lower = stepped(
    known.map(({ x, low }) => ({ x, y: low! })),
    steps,
  ).reverse()
  return html`<path class="band ${look}" d="M${upper}L${path(lower, at)}Z"/>`
}

function curve({ name, points, look, steps }: Series, at: Place, chart: Chart): Html {
  if (points.length === 0) return html``
  const line = path(stepped(points, steps), at)
  return html`<path class="line ${look}" d="M${line}"/>${points.map((point) => {
    const range =
      point.low === undefined || point.high === undefined
        ? ""
        : ` [${chart.yText(point.low)}, ${chart.yText(point.high)}]`
    const title = html`<title>${name}, round ${point.x}: ${chart.yText(point.y)}${range}</title>`
    return marker(look, at.x(point.x), at.y(point.y), title)
  })}`
}

function marker(look: Series["look"], x: number, y: number, title: Html): Html {
  switch (look) {
    case "main":
      return html`<circle class="mark main" cx="${x}" cy="${y}" r="3.5">${title}</circle>`
    case "second":
      return html`<rect class="mark second" x="${x - 3}" y="${y - 3}" width="6" height="6">${title}</rect>`
    case "third":
      return html`<path class="mark third" d="M${x} ${y - 4}l4 7h-8z">${title}</path>`
  }
}

function legend(series: readonly Series[]): Html {
  return html`<ul class="legend">${series.map(
    ({ name, look }) =>
      html`<li><svg viewBox="0 0 34 12" width="34" height="12" aria-hidden="true"><path class="line ${look}" d="M1 6H33"/>${marker(look, 17, 6, html``)}</svg> ${name}</li>`,
  )}</ul>`
}

function stepped(points: readonly Point[], steps = false): Point[] {
  if (!steps) return [...points]
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    return before === undefined ? [point] : [{ x: point.x, y: before.y }, point]
  })
}

function path(points: readonly Point[], at: Place): string {
  return points.map(({ x, y }) => `${at.x(x)} ${at.y(y)}`).join("L")
}

/** Round numbers between two ends, about as many as asked for. */
export function ticks(min: number, max: number, wanted: number): number[] {
  const rough = (max - min) / wanted
  if (!(rough > 0)) return [min]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((one) => one >= rough * 0.999)!
  const first = Math.ceil(min / step - 1e-9)
  const last = Math.floor(max / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step))
}

/** A row of bars on a scale from zero, as tall as a line of text. */
export function sparkBars(values: readonly number[], label: string, max?: number): Html {
  const top = Math.max(max ?? 0, ...values, 1e-9)
  const bar = Math.max(2, Math.min(8, Math.floor(150 / Math.max(1, values.length))))
  const width = bar * values.length
  const bars = values.map((value, index) => {
    const height = Math.max(0.5, (Math.max(0, value) / top) * 22)
    return `M${index * bar} 24h${bar - 1}v${round(-height)}h${1 - bar}z`
  })
  return html`<svg class="spark" viewBox="0 0 ${width} 24" width="${width}" height="24" role="img" aria-label="${label}"><path d="${bars.join("")}"/></svg>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
