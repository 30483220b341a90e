/** The counters of the server, in the text that Prometheus scrapes. */
export interface Metrics {
  count(name: CounterName, labels?: Labels, by?: number): void
  /** The same for what is counted often: its labels by name once, and their values every time. */
  counters(name: CounterName, labels: readonly string[]): (...values: readonly string[]) => void
  histogram(name: HistogramName): Histogram
  /** Everything so far; `gauges` are what is true at this moment. */
  render(gauges: readonly Gauge[]): string
  /** The counter's sum over all labels that hold these. */
  total(name: CounterName, labels?: Labels): number
  /** The values that a label has had. */
  values(name: CounterName, label: string): readonly string[]
}

export interface Histogram {
  observe(seconds: number): void
}

export type Labels = Readonly<Record<string, string>>

export interface Gauge {
  readonly name: string
  readonly help: string
  readonly samples: readonly (readonly [labels: Labels, value: number])[]
}

/** The counters and what they count. Every label has few values: no client can choose one. */
export const COUNTERS = {
  agon_verdicts_total: "Verdicts given, by outcome and skill; answers to a key have no skill",
  agon_undecided_total: "Undecided verdicts by reason",
  agon_undecided_answered_total: "Undecided verdicts by route and by what the route made of them",
  agon_stopped_total: "Answers whose judging process hung or died",
  agon_deadline_total: "Answers whose turn did not come in time",
  agon_repeated_total: "Answers judged before, whose verdict was given again",
  agon_requests_total: "Requests by route and status",
} as const
export type CounterName = keyof typeof COUNTERS

const HISTOGRAMS = {
  agon_judge_seconds: "Time that the judge took for a verdict",
  agon_request_seconds: "Time from a request's last byte to its reply",
} as const
export type HistogramName = keyof typeof HISTOGRAMS

const BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10]
const LABELS_MAX = 1_000 // combinations for one counter: more than there are, should one be missed

interface Row {
  readonly labels: Labels
  value: number
}

interface Seen {
  readonly counts: number[]
  sum: number
  total: number
}

export function createMetrics(): Metrics {
  const counters = new Map<CounterName, Map<string, Row>>()
  const histograms = new Map<HistogramName, Seen>()
  for (const name of Object.keys(COUNTERS) as CounterName[]) counters.set(name, new Map())
  for (const name of Object.keys(HISTOGRAMS) as HistogramName[]) {
    histograms.set(name, { counts: BUCKETS.map(() => 0), sum: 0, total: 0 })
  }

  const rowsOf = (name: CounterName) => [...counters.get(name)!.values()]
  const rowFor = (name: CounterName, labels: Labels): Row => {
    const rows = counters.get(name)!
    const text = labelText(labels)
    const row = rows.get(text) ?? { labels, value: 0 }
    if (rows.size < LABELS_MAX) rows.set(text, row)
    return row
  }
  return {
    count(name, labels = {}, by = 1) {
      rowFor(name, labels).value += by
    },
    counters(name, labels) {
      const known = new Map<string, Row>()
      return (...values) => {
        const key = values.join("\n")
        let row = known.get(key)
        if (row === undefined) {
          row = rowFor(name, Object.fromEntries(labels.map((label, at) => [label, values[at]!])))
          if (known.size < LABELS_MAX) known.set(key, row)
        }
        row.value++
      }
    },
    histogram: (name) => ({ observe: (seconds) => observe(histograms.get(name)!, seconds) }),
    total: (name, labels = {}) =>
      rowsOf(name)
        .filter((row) => Object.entries(labels).every(([key, value]) => row.labels[key] === value))
        .reduce((sum, { value }) => sum + value, 0),
    values: (name, label) => [...new Set(rowsOf(name).map(({ labels }) => labels[label]!))],
    render: (gauges) => rendered(counters, gauges, histograms),
  }
}

function observe(seen: Seen, seconds: number): void {
  seen.sum += seconds
  seen.total++
  let at = 0
  while (at < BUCKETS.length && seconds > BUCKETS[at]!) at++
  if (at < BUCKETS.length) seen.counts[at]!++
}

function rendered(
  counters: ReadonlyMap<CounterName, ReadonlyMap<string, Row>>,
  gauges: readonly Gauge[],
  histograms: ReadonlyMap<HistogramName, Seen>,
): string {
  return [
    ...[...counters].flatMap(([name, rows]) => [
      ...head(name, COUNTERS[name], "counter"),
      ...[...rows].map(([text, { value }]) => `${name}${text} ${value}`),
    ]),
    ...gauges.flatMap(({ name, help, samples }) => [
      ...head(name, help, "gauge"),
      ...samples.map(([labels, value]) => `${name}${labelText(labels)} ${value}`),
    ]),
    ...[...histograms].flatMap(([name, seen]) => [
      ...head(name, HISTOGRAMS[name], "histogram"),
      ...bucketLines(name, seen),
    ]),
    "",
  ].join("\n")
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`
}

function escaped(value: string): string {
  return value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")
}

function bucketLines(name: string, { counts, sum, total }: Seen): string[] {
  let below = 0
  const lines = BUCKETS.map((bound, at) => {
    below += counts[at]!
    return `${name}_bucket{le="${bound}"} ${below}`
  })
  return [
    ...lines,
    `${name}_bucket{le="+Inf"} ${total}`,
    `${name}_sum ${sum}`,
    `${name}_count ${total}`,
  ]
}
