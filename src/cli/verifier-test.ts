import { performance } from "node:perf_hooks"
import type { Finding, Settings } from "../kit/ground.ts"
import { type MutationScore, scoreMutations } from "../kit/mutation-score.ts"
import type { Subject } from "../kit/subject.ts"
import { type SkillReport, testFresh, testShape, testSkill } from "../kit/suite.ts"
import { EXIT, UsageError } from "./exit.ts"
import { didYouMean } from "./nearest.ts"
import { print, printJson } from "./terminal.ts"
import { endLines, headLines, scoreLines, shapeLines, skillLines } from "./verifier-report.ts"
import { isOwnCode, openTarget, type Target } from "./verifier-target.ts"
import { testInThread } from "./verifier-watch.ts"

export interface TestOptions {
  readonly samples: number
  readonly seed: number
  readonly skill: string | undefined
  readonly bugs: boolean
  readonly unsafe: boolean
  readonly json: boolean
}

export interface TestReport {
  readonly verifier: string
  readonly version: string
  readonly sandbox?: string
  readonly samples: number
  readonly seed: number
  readonly shape: readonly Finding[]
  readonly skills: readonly SkillReport[]
  /** Null where a claim is broken without a planted bug, or none were to be planted. */
  readonly bugs: Omit<MutationScore, "by"> | null
  readonly passed: boolean
}

const HEAVY_SAMPLES_MIN = 200 // below it, long texts and counts of levels are left out

/** `agon verifier test`: every claim on every skill, then the planted bugs. */
export function testVerifier(typed: string, options: TestOptions): Promise<number> {
  return isOwnCode(typed) ? testInThread(typed, options) : testHere(typed, options)
}

/** The test in this thread; `through` is what every question to the verifier goes through. */
export async function testHere(
  typed: string,
  options: TestOptions,
  through: (subject: Subject) => Subject = (subject) => subject,
): Promise<number> {
  const target = await openTarget(typed, options.unsafe)
  try {
    const report = await reportOn({ ...target, subject: through(target.subject) }, options)
    if (options.json) printJson(report)
    return report.passed ? EXIT.done : EXIT.halted
  } finally {
    await target.close()
  }
}

async function reportOn(target: Target, options: TestOptions): Promise<TestReport> {
  const { samples, seed, json } = options
  const say = (lines: readonly string[]) => {
    if (!json) for (const line of lines) print(line)
  }
  const subject = onlySkill(target.subject, options.skill)
  const settings: Settings = {
    ...{ samples, seed, heavy: samples >= HEAVY_SAMPLES_MIN },
    attacks: target.attacks,
    stopwatch: () => performance.now(),
  }
  const { name, version } = subject
  say(headLines(target, settings))
  const shape = [...(await testShape(subject)), ...(await compareFresh(target, subject, settings))]
  say(shapeLines(shape))
  const skills: SkillReport[] = []
  for (const skill of subject.skills) {
    skills.push(await testSkill(subject, skill, settings))
    say(skillLines(skills.at(-1)!))
  }
  const sound = shape.length === 0 && skills.every(({ findings }) => findings.length === 0)
  const score = sound && options.bugs ? await scoreMutations(subject, settings) : null
  say(scoreLines(score, sound, options.bugs))
  // A bug that no claim notices is a finding, too; without bugs nothing is known of the claims.
  const passed = sound && (score === null ? !options.bugs : score.survivors.length === 0)
  say(endLines(passed, name))
  return {
    ...{ verifier: name, version, samples, seed, shape, skills, passed },
    ...(target.sandbox !== undefined && { sandbox: target.sandbox }),
    bugs: score && { planted: score.planted, caught: score.caught, survivors: score.survivors },
  }
}

async function compareFresh(
  target: Target,
  subject: Subject,
  settings: Settings,
): Promise<readonly Finding[]> {
  const fresh = await target.again()
  if (typeof fresh === "string") {
    return [{ skill: "", claim: "starts in a fresh process", detail: fresh }]
  }
  try {
    const names = new Set(subject.skills.map(({ name }) => name))
    const skills = fresh.skills.filter(({ name }) => names.has(name))
    return await testFresh(subject, { ...fresh, skills }, settings)
  } finally {
    await fresh.close()
  }
}

function onlySkill(subject: Subject, name: string | undefined): Subject {
  if (name === undefined) return subject
  const skills = subject.skills.filter((skill) => skill.name === name)
  if (skills.length > 0) return { ...subject, skills }
  const known = subject.skills.map((skill) => skill.name)
  throw new UsageError(
    `${subject.name} has no skill ${name}.${didYouMean(name, known)}`,
    `known: ${known.join(", ")}`,
  )
}
