import type { Count, Finding, Settings } from "../kit/ground.ts"
import type { MutationScore } from "../kit/mutation-score.ts"
import type { SkillReport } from "../kit/suite.ts"
import { clean, style } from "./terminal.ts"
import type { Target } from "./verifier-target.ts"

/** What is tested and how. */
export function headLines(target: Target, { samples, seed, attacks, heavy }: Settings): string[] {
  const { subject, kind, sandbox } = target
  const held = sandbox === undefined ? "" : `, sandbox: ${sandbox}`
  const own = `${attacks.length} attacks of its own`
  const quick = heavy ? "" : ", a quick look: no long texts"
  return [
    `${style("bold", clean(subject.name))} ${clean(subject.version)} (${kind}${held})`,
    `${whole(samples)} problems a skill, seed ${seed}, ${own}${quick}`,
  ]
}

export function shapeLines(findings: readonly Finding[]): string[] {
  return findings.length === 0 ? [] : ["", ...findingLines(findings)]
}

/** A skill in three lines, and a line for everything that was found. */
export function skillLines(report: SkillReport): string[] {
  const { skill, claims, findings, falseAccepts, falseRejects } = report
  const broken = new Set(findings.map(({ claim }) => claim)).size
  const holds =
    broken === 0
      ? style("green", `${claims} claims hold`)
      : style("red", `${broken} of ${claims} claims are broken`)
  return [
    "",
    `${style("bold", clean(skill))}  ${holds}`,
    `  wrong answers accepted  ${countText(falseAccepts)}`,
    `  right answers refused   ${countText(falseRejects)}`,
    ...findingLines(findings),
  ]
}

export function scoreLines(score: MutationScore | null, sound: boolean, asked: boolean): string[] {
  if (!asked) return []
  if (!sound) return ["", "no bugs were planted: there are some already"]
  if (score === null) return ["", style("red", "a smaller sample breaks a claim: no bugs planted")]
  const { caught, planted, survivors } = score
  const colour = survivors.length === 0 ? "green" : "red"
  return [
    "",
    style(colour, `planted bugs caught: ${whole(caught)} of ${whole(planted)}`),
    ...survivors.map((name) => `  survived: ${clean(name)}`),
  ]
}

export function endLines(passed: boolean, name: string): string[] {
  const last = passed ? style("green", "every claim holds") : style("red", "does not pass")
  return ["", `${clean(name)}: ${last}`]
}

function findingLines(findings: readonly Finding[]): string[] {
  let before = ""
  return findings.flatMap(({ claim, detail }) => {
    const head = claim === before ? [] : [style("red", `  broken: ${claim}`)]
    before = claim
    return [...head, `    ${clean(detail)}`]
  })
}

function countText({ tried, wrong, bound }: Count): string {
  const share = `${whole(wrong)} of ${whole(tried)}`
  return bound >= BOUND_MAX ? share : `${share} (at most ${percent(bound)}, 95 %)`
}

const DECIMALS_MAX = 8 // a thousand million questions bound no rate below that
const BOUND_MAX = 0.995 // what would be printed as 100 % bounds nothing

/** Two digits that count, and never an exponent: 0.12 %, 8.4 %, 75 %. */
function percent(share: number): string {
  const percents = share * 100
  let decimals = 0
  for (
    let size = Number(percents.toPrecision(2));
    size < 10 && decimals < DECIMALS_MAX;
    size *= 10
  ) {
    decimals++
  }
  return `${percents.toFixed(decimals)} %`
}

function whole(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ",")
}
