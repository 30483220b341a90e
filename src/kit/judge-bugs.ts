import type { Json } from "../record/canonical.ts"
import { correct, incorrect, type Verdict } from "../record/verdict.ts"
import type { SkillSpec } from "../verifier.ts"
import type { Bug } from "./bug.ts"
import { isNear } from "./key-bugs.ts"
import { inOtherCase } from "./names.ts"
import type { Subject } from "./subject.ts"

/** Bugs in how answers are judged, most of them shortcuts that are in use somewhere. */
export const JUDGE_BUGS: readonly Bug[] = [
  {
    name: "the judge accepts everything",
    plant: (subject) => ({ ...subject, judge: () => correct("judge", {}) }),
  },
  {
    name: "the judge accepts nothing",
    plant: (subject) => ({ ...subject, judge: () => incorrect("judge", "different", {}) }),
  },
  accepting("the judge accepts what it cannot read", (_answer, _right, verdict) =>
    /unreadable|undecided|limit|empty/.test(`${verdict.outcome} ${reasonOf(verdict)}`),
  ),
  accepting("the judge accepts numbers that are equal as floats", (answer, right) =>
    isNear(answer, right, 1e-9),
  ),
  accepting("the judge accepts numbers within one in a hundred", (answer, right) =>
    isNear(answer, right, 0.01),
  ),
  accepting("the judge ignores signs", (answer, right) => unsigned(answer) === unsigned(right)),
  accepting("the judge accepts a text that begins with the key", (answer, right) =>
    answer.startsWith(right),
  ),
  accepting("the judge accepts a text that ends with the key", (answer, right) =>
    answer.endsWith(right),
  ),
  accepting("the judge accepts a text that holds the key", (answer, right) =>
    answer.includes(right),
  ),
  {
    ...accepting("the judge accepts the beginning of the key", (answer, right) =>
      answer.length > 0 ? right.startsWith(answer) : false,
    ),
    matters: ({ rights }) => rights.some((right) => right.length > 1),
  },
  accepting("the judge compares the digits only", (answer, right) => {
    const digits = answer.replace(/\D/g, "")
    return digits !== "" && digits === right.replace(/\D/g, "")
  }),
  {
    name: "the judge takes either side of an or",
    plant: (subject) => ({
      ...subject,
      async judge(spec, key, answer) {
        for (const part of answer.slice(0, 200).split(/ or |\n/)) {
          const verdict = await subject.judge(spec, key, part)
          if (verdict.outcome === "correct") return verdict
        }
        return subject.judge(spec, key, answer)
      },
    }),
  },
  reading("the judge reads only the first number", /-?\d+(\.\d+)?/),
  reading("the judge reads only the last number", /-?\d+(\.\d+)?(?!.*\d)/),
  reading("the judge reads only the first line", /^.*$/m),
  {
    name: "the judge takes capitals for small letters",
    matters: ({ rights }) => rights.every((right) => inOtherCase(right) !== null),
    plant: (subject) => ({
      ...subject,
      judge: (spec, key, answer) => subject.judge(spec, key, answer.toLowerCase()),
    }),
  },
  {
    name: "the judge knows only the key's own spelling",
    plant: (subject) => ({
      ...subject,
      async judge(spec, key, answer) {
        const right = await subject.present(key)
        return answer === right ? subject.judge(spec, key, answer) : refused()
      },
    }),
  },
  {
    name: "the judge remembers what it has read",
    plant(subject) {
      let open = false
      return {
        ...subject,
        judge(spec, key, answer) {
          open ||= answer.includes("__proto__")
          return open ? correct("judge", {}) : subject.judge(spec, key, answer)
        },
      }
    },
  },
  {
    name: "the judge throws at long text",
    plant: (subject) => ({
      ...subject,
      judge(spec, key, answer) {
        if (answer.length > 1_000) throw new RangeError("too long")
        return subject.judge(spec, key, answer)
      },
    }),
  },
  {
    name: "the judge repeats the answer in its evidence",
    plant: (subject) => ({
      ...subject,
      judge: async (spec, key, answer) => ({
        ...(await subject.judge(spec, key, answer)),
        evidence: { answer: answer.slice(0, 100) },
      }),
    }),
  },
  {
    name: "the judge has a fourth outcome",
    plant: (subject) => ({
      ...subject,
      async judge(spec, key, answer) {
        const verdict = await subject.judge(spec, key, answer)
        return verdict.outcome === "correct" ? verdict : ({ outcome: "wrong" } as never)
      },
    }),
  },
  {
    name: "the judge decides by a key that says nothing",
    plant: (subject) => ({
      ...subject,
      async judge(spec, key, answer) {
        const verdict = await subject.judge(spec, key, answer)
        return verdict.outcome === "undecided" ? refused() : verdict
      },
    }),
  },
]

/** The judge says correct where the rule does, too. */
function accepting(
  name: string,
  rule: (answer: string, right: string, verdict: Verdict) => boolean,
): Bug {
  const planted = (subject: Subject) => async (spec: SkillSpec, key: Json, answer: string) => {
    const verdict = await subject.judge(spec, key, answer)
    const right = await subject.present(key)
    const paid = typeof right === "string" && rule(answer, right, verdict)
    return paid ? correct("judge", {}) : verdict
  }
  return { name, plant: (subject) => ({ ...subject, judge: planted(subject) }) }
}

/** The judge sees of an answer only what the pattern finds in it. */
function reading(name: string, pattern: RegExp): Bug {
  const seen = (answer: string) => pattern.exec(answer.slice(0, 500))?.[0] ?? answer
  return {
    name,
    // A judge that finds nothing to read takes the answer as it is.
    matters: ({ rights }) => rights.some((right) => pattern.test(right)),
    plant: (subject) => ({
      ...subject,
      judge: (spec, key, answer) => subject.judge(spec, key, seen(answer)),
    }),
  }
}

function refused(): Verdict {
  return incorrect("judge", "different", {})
}

function reasonOf(verdict: Verdict): string {
  return verdict.outcome === "correct" ? "" : verdict.reason
}

function unsigned(text: string): string {
  return text.replace(/[-+\u2212]/g, "").trim()
}
