import type { Subject, SubjectSkill } from "./subject.ts"

/** A bug that an author might make, put into a verifier that has none: the suite must notice. */
export interface Bug {
  readonly name: string
  /** Returns the same verifier with the bug in it. */
  plant(subject: Subject): Subject
  /** Whether the bug changes anything at all in this skill. */
  matters?(seen: Seen): boolean
}

/** Some problems of the skill that a bug is planted in. */
export interface Seen {
  readonly rights: readonly string[]
  readonly statements: readonly string[]
  readonly levels: number
}

/** The same verifier with every skill changed. */
export function withSkills(
  subject: Subject,
  change: (skill: SubjectSkill) => Partial<SubjectSkill>,
): Subject {
  const skills = subject.skills.map((skill) => ({ ...skill, ...change(skill) }))
  return { ...subject, skills }
}
