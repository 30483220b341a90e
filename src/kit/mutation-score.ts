import type { Bug } from "./bug.ts"
import { Ground, type Settings } from "./ground.ts"
import { JUDGE_BUGS } from "./judge-bugs.ts"
import { KEY_BUGS } from "./key-bugs.ts"
import { PROBLEM_BUGS } from "./problem-bugs.ts"
import type { Subject } from "./subject.ts"
import { testShape, testSkill } from "./suite.ts"

export const BUGS: readonly Bug[] = [...KEY_BUGS, ...JUDGE_BUGS, ...PROBLEM_BUGS]

/** How many planted bugs the suite notices, and by which claim. */
export interface MutationScore {
  readonly planted: number
  readonly caught: number
  readonly survivors: readonly string[]
  readonly by: readonly { readonly bug: string; readonly claim: string }[]
}

const SAMPLES = 60 // for each bug: enough for a fault in one problem of eight
const RIGHTS = 40 // right answers that tell whether a bug matters

/**
 * Plants every bug in the verifier, one at a time, and runs the suite on what comes out. A bug in
 * one skill must not hide behind another: each skill is a verifier of its own here. Null for a
 * verifier that breaks a claim without any planted bug: nothing can be told by it.
 */
export async function scoreMutations(
  subject: Subject,
  settings: Settings,
  bugs: readonly Bug[] = BUGS,
): Promise<MutationScore | null> {
  const light: Settings = { ...settings, samples: SAMPLES, heavy: false }
  const by: { bug: string; claim: string }[] = []
  const survivors: string[] = []
  for (const skill of subject.skills) {
    const alone: Subject = { ...subject, skills: [skill] }
    const sound = await brokenClaim(alone, light)
    if (sound !== undefined) return null
    const posed = await new Ground(alone, skill, light).problems(RIGHTS)
    const rights = posed.map(({ right }) => right)
    const statements: string[] = []
    for (const { spec } of posed) statements.push((await alone.state(spec, 0)).text)
    for (const bug of bugs) {
      if (bug.matters?.({ rights, statements, levels: skill.levels.length }) === false) continue
      const claim = await brokenClaim(bug.plant(alone), light)
      if (claim === undefined) survivors.push(`${skill.name}: ${bug.name}`)
      else by.push({ bug: `${skill.name}: ${bug.name}`, claim })
    }
  }
  return { planted: by.length + survivors.length, caught: by.length, survivors, by }
}

/** The first claim that a verifier breaks. */
async function brokenClaim(subject: Subject, settings: Settings): Promise<string | undefined> {
  const [shape] = await testShape(subject)
  if (shape !== undefined) return shape.claim
  const report = await testSkill(subject, subject.skills[0]!, settings, "first")
  return report.findings[0]?.claim
}
