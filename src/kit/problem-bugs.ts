import type { Statement } from "../record/problem.ts"
import type { SkillSpec } from "../verifier.ts"
import { type Bug, withSkills } from "./bug.ts"
import { isRare } from "./key-bugs.ts"
import type { Subject } from "./subject.ts"

/** Bugs in how problems are drawn, changed, measured, worded, and in the mistakes that go along. */
export const PROBLEM_BUGS: readonly Bug[] = [
  {
    name: "the sampler leaves its rung",
    plant: (subject) =>
      withSkills(subject, (skill) => ({
        sample: (_rung, seed) => skill.sample(skill.beyond.at(-1)!, seed),
      })),
  },
  {
    name: "the sampler stays on the easiest level",
    matters: ({ levels }) => levels > 1,
    plant: (subject) =>
      withSkills(subject, (skill) => ({
        sample: (_rung, seed) => skill.sample(skill.levels[0]!, seed),
      })),
  },
  {
    name: "the sampler knows a few problems only",
    plant: (subject) =>
      withSkills(subject, (skill) => ({
        sample: (rung, seed) => skill.sample(rung, seed % 5),
      })),
  },
  {
    name: "the sampler does not hold to its seed",
    plant(subject) {
      let drawn = 0
      return withSkills(subject, (skill) => ({
        sample: (rung, seed) => skill.sample(rung, seed + ++drawn),
      }))
    },
  },
  {
    name: "the measure calls everything easy",
    plant: (subject) => withSkills(subject, (skill) => ({ measure: () => skill.levels[0] ?? {} })),
  },
  {
    name: "the mutation is the problem itself",
    plant: (subject) => withSkills(subject, () => ({ mutate: (spec) => spec })),
  },
  {
    name: "the mutation breaks the schema",
    plant: (subject) =>
      withSkills(subject, (skill) => ({
        mutate: async (spec, seed) => ({ ...(await skill.mutate(spec, seed)), extra: 1 }),
      })),
  },
  {
    name: "the mutation leaves the bounds of its axes",
    plant(subject) {
      const outside = new Set<string>()
      return withSkills(subject, (skill) => ({
        async mutate(spec, seed) {
          const next = await skill.mutate(spec, seed)
          if (isRare(next)) outside.add(JSON.stringify(next))
          return next
        },
        async measure(spec) {
          const rung = await skill.measure(spec)
          const far = outside.has(JSON.stringify(spec))
          const axis = skill.axes[0]!
          return far ? { ...rung, [axis.name]: axis.values.at(-1)! + 1 } : rung
        },
      }))
    },
  },
  stating("the statement gives the key away", async (statement, subject, spec) => {
    const derived = await subject.derive(spec)
    const right = derived.ok ? await subject.present(derived.key) : ""
    return { ...statement, text: `${statement.text} (${right})` }
  }),
  stating("the statement is nothing but the key", async (statement, subject, spec) => {
    const derived = await subject.derive(spec)
    return { ...statement, text: `Type ${derived.ok ? await subject.present(derived.key) : ""}.` }
  }),
  {
    ...stating("the statement says another number than the spec", (statement, _subject, spec) => {
      const last = /\d+(?=\D*$)/
      if (!isRare(spec)) return statement
      const moved = (text: string) => text.replace(last, (digits) => `${BigInt(digits) + 100n}`)
      return { ...statement, text: moved(statement.text), latex: moved(statement.latex) }
    }),
    matters: ({ statements }) => statements.some((text) => /\d/.test(text)),
  },
  stating("the statement is empty", (statement) => ({ ...statement, text: "" })),
  {
    name: "all wordings are one",
    plant: (subject) => ({ ...subject, state: (spec) => subject.state(spec, 0) }),
  },
  {
    name: "the wording has no LaTeX of its own",
    plant: (subject) => ({
      ...subject,
      state: async (spec, wording) => ({ ...(await subject.state(spec, wording)), latex: "" }),
    }),
  },
  {
    name: "a mistake is right",
    plant: (subject) => ({
      ...subject,
      mistakes: async (spec, key) => [
        ...(await subject.mistakes(spec, key)),
        await subject.present(key),
      ],
    }),
  },
  {
    name: "there are no mistakes",
    plant: (subject) => ({ ...subject, mistakes: () => [] }),
  },
  {
    name: "a mistake is listed twice",
    plant: (subject) => ({
      ...subject,
      async mistakes(spec, key) {
        const mistakes = await subject.mistakes(spec, key)
        return [...mistakes, ...mistakes]
      },
    }),
  },
  {
    name: "the ladder is upside down",
    matters: ({ levels }) => levels > 1,
    plant: (subject) => withSkills(subject, ({ levels }) => ({ levels: levels.toReversed() })),
  },
  {
    name: "nothing lies beyond the ladder",
    plant: (subject) => withSkills(subject, () => ({ beyond: [] })),
  },
]

function stating(
  name: string,
  change: (
    statement: Statement,
    subject: Subject,
    spec: SkillSpec,
  ) => Statement | Promise<Statement>,
): Bug {
  return {
    name,
    plant: (subject) => ({
      ...subject,
      state: async (spec, wording) => change(await subject.state(spec, wording), subject, spec),
    }),
  }
}
