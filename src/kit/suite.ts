import type { Json } from "../record/canonical.ts"
import type { Claim } from "./claim.ts"
import { type Count, counted, type Finding, Findings, Ground, type Settings } from "./ground.ts"
import { JUDGE_CLAIMS } from "./judge-claims.ts"
import { difference, KEY_CLAIMS, transcript } from "./key-claims.ts"
import { LADDER_CLAIMS } from "./ladder-claims.ts"
import { STATEMENT_CLAIMS } from "./statement-claims.ts"
import type { Subject, SubjectSkill } from "./subject.ts"

/** Everything that is promised of each skill, in the order in which it is checked. */
export const SKILL_CLAIMS: readonly Claim[] = [
  ...KEY_CLAIMS,
  ...JUDGE_CLAIMS,
  ...STATEMENT_CLAIMS,
  ...LADDER_CLAIMS,
]

export interface SkillReport {
  readonly skill: string
  readonly claims: number
  readonly problems: number
  readonly findings: readonly Finding[]
  /** Right answers that were not judged correct. */
  readonly falseRejects: Count
  /** Wrong answers that were judged correct. */
  readonly falseAccepts: Count
}

/** Runs every claim on one skill; `first` stops at the first claim that is broken. */
export async function testSkill(
  subject: Subject,
  skill: SubjectSkill,
  settings: Settings,
  stop: "never" | "first" = "never",
): Promise<SkillReport> {
  const ground = new Ground(subject, skill, settings)
  const findings: Finding[] = []
  let claims = 0
  for (const claim of SKILL_CLAIMS) {
    claims++
    findings.push(...(await checkClaim(ground, claim)))
    if (stop === "first" && findings.length > 0) break
  }
  return {
    skill: skill.name,
    claims,
    problems: settings.samples,
    findings,
    falseRejects: counted(ground.mustAccept),
    falseAccepts: counted(ground.mustRefuse),
  }
}

/** What is wrong with one claim. A verifier that throws has broken it. */
export async function checkClaim(ground: Ground, claim: Claim): Promise<readonly Finding[]> {
  const found = new Findings(ground, claim.name)
  try {
    await claim.check(ground, found)
  } catch (error) {
    found.add(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  }
  return found.list
}

const JUNK: readonly Json[] = [
  ...[null, 1, "", [], {}, { skill: "toString" }, { skill: "__proto__" }],
  { skill: 7 },
]

/** What is wrong with a verifier as a whole: its name, its version, what it lets in. */
export async function testShape(subject: Subject): Promise<readonly Finding[]> {
  const found: Finding[] = []
  const tell = (claim: string, detail: string) => found.push({ skill: "", claim, detail })
  if (!/^\d+\.\d+\.\d+$/.test(subject.version)) tell(SHAPE_CLAIMS[0], `version ${subject.version}`)
  if (!/^[a-z][a-z0-9-]*$/.test(subject.name)) tell(SHAPE_CLAIMS[0], `name ${subject.name}`)
  const names = subject.skills.map(({ name }) => name)
  if (names.length === 0) tell(SHAPE_CLAIMS[0], "no skills")
  if (new Set(names).size !== names.length) tell(SHAPE_CLAIMS[0], `twice: ${names.join(", ")}`)
  const odd = subject.skills.map(({ name }) => ({ skill: name, "": "no such field" }))
  for (const junk of [...JUNK, ...odd]) {
    if (await subject.admits(junk)) tell(SHAPE_CLAIMS[1], JSON.stringify(junk))
  }
  return found
}

export const SHAPE_CLAIMS = [
  "names itself and its skills once",
  "refuses a spec of another shape",
  "says in a fresh process what it says in this one",
] as const

/** Compares two openings of one verifier, usually in two processes, on every skill. */
export async function testFresh(
  subject: Subject,
  fresh: Subject,
  settings: Settings,
): Promise<readonly Finding[]> {
  const claim = SHAPE_CLAIMS[2]
  const found: Finding[] = []
  for (const [i, skill] of subject.skills.entries()) {
    const other = fresh.skills[i]
    const detail =
      other?.name === skill.name
        ? await differs(new Ground(subject, skill, settings), new Ground(fresh, other, settings))
        : `the other process has ${other?.name}`
    if (detail !== null) found.push({ skill: skill.name, claim, detail })
  }
  return found
}

/** Where the two say different things about one problem, or null. */
async function differs(here: Ground, there: Ground): Promise<string | null> {
  try {
    const theirs = await there.problems(FRESH)
    for (const [n, posed] of (await here.problems(FRESH)).entries()) {
      const [one, two] = [await transcript(here, posed), await transcript(there, theirs[n]!)]
      if (one !== two) return difference(one, two)
    }
    return null
  } catch (error) {
    return String(error)
  }
}

const FRESH = 20 // problems of each skill that are asked in another process
