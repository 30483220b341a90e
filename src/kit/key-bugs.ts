import type { Json } from "../record/canonical.ts"
import { correct, incorrect } from "../record/verdict.ts"
import type { SkillSpec } from "../verifier.ts"
import type { Bug } from "./bug.ts"
import { isExactNumber } from "./numbers.ts"
import type { Subject } from "./subject.ts"
import { wrongKeys } from "./wrong.ts"

/** Bugs in how keys are made and proved, and in what names a problem. */
export const KEY_BUGS: readonly Bug[] = [
  {
    name: "the key is one off",
    plant: (subject) => ({ ...subject, derive: (spec) => derivedAs(subject, spec, oneOff) }),
  },
  {
    name: "the key is one off on one problem in eight",
    plant: (subject) => ({
      ...subject,
      derive: (spec) => derivedAs(subject, spec, (key) => (isRare(spec) ? oneOff(key) : key)),
    }),
  },
  {
    name: "the key changes from one asking to the next",
    plant(subject) {
      let asked = 0
      const change = (key: Json) => (++asked % 7 === 0 ? oneOff(key) : key)
      return { ...subject, derive: (spec) => derivedAs(subject, spec, change) }
    },
  },
  {
    name: "the key is claimed on a numeric proof",
    plant: (subject) => ({
      ...subject,
      async derive(spec) {
        const derived = await subject.derive(spec)
        return derived.ok ? { ...derived, proof: { level: "numeric", digits: 12 } } : derived
      },
    }),
  },
  {
    name: "some sampled problems have no key",
    plant: (subject) => ({
      ...subject,
      derive: (spec) => (isRare(spec) ? { ok: false, reason: "refused" } : subject.derive(spec)),
    }),
  },
  {
    name: "the recheck says correct to everything",
    plant: (subject) => ({ ...subject, recheck: () => correct("recheck", {}) }),
  },
  {
    name: "the recheck says correct to every text that is not empty",
    plant: (subject) => ({
      ...subject,
      recheck: (spec, key) =>
        typeof key === "string" && key.trim() !== ""
          ? correct("recheck", {})
          : subject.recheck(spec, key),
    }),
  },
  {
    name: "the recheck refutes right keys",
    plant: (subject) => ({ ...subject, recheck: () => incorrect("recheck", "key-refuted", {}) }),
  },
  {
    name: "the recheck confirms to three digits",
    plant: (subject) => ({
      ...subject,
      async recheck(spec, key) {
        const again = await subject.recheck(spec, key)
        return again.outcome === "correct"
          ? { ...again, proof: { level: "numeric", digits: 3 } }
          : again
      },
    }),
  },
  {
    name: "the recheck compares as floats",
    matters: ({ rights }) => rights.every(isExactNumber),
    plant: (subject) => ({
      ...subject,
      async recheck(spec, key) {
        const derived = await subject.derive(spec)
        const near = derived.ok && isNear(String(key), String(derived.key), 1e-9)
        return near ? correct("recheck", {}) : subject.recheck(spec, key)
      },
    }),
  },
  {
    name: "the schema lets everything in",
    plant: (subject) => ({ ...subject, admits: () => true }),
  },
  {
    name: "the schema refuses some of its own problems",
    plant: (subject) => ({
      ...subject,
      admits: (spec) => !isRare(spec) && subject.admits(spec),
    }),
  },
  {
    name: "the identity hangs on the order of fields",
    plant: (subject) => ({
      ...subject,
      async identify(spec) {
        const { family } = await subject.identify(spec)
        return { canonical: JSON.stringify(spec), family }
      },
    }),
  },
  {
    name: "the identity changes from one asking to the next",
    plant(subject) {
      let asked = 0
      return {
        ...subject,
        async identify(spec) {
          const { canonical, family } = await subject.identify(spec)
          return { canonical: `${canonical}#${++asked}`, family }
        },
      }
    },
  },
  {
    name: "different problems share one identity",
    plant: (subject) => ({
      ...subject,
      identify: (spec) => ({ canonical: spec.skill, family: spec.skill }),
    }),
  },
]

/** True for about one value in eight, always the same ones. */
export function isRare(value: unknown): boolean {
  let hash = 7
  for (const letter of JSON.stringify(value)) hash = (hash * 31 + letter.charCodeAt(0)) % 65_521
  return hash % 8 === 0
}

/** Whether two numbers, decimals or fractions, differ by less than a share of the second. */
export function isNear(a: string, b: string, share: number): boolean {
  const [p, q] = [floatOf(a), floatOf(b)]
  return Math.abs(p - q) <= share * Math.max(1, Math.abs(q))
}

function floatOf(text: string): number {
  const [top, bottom = "1", ...rest] = text.split("/")
  if (rest.length > 0 || !top?.trim()) return Number.NaN
  return Number(top) / Number(bottom)
}

function oneOff(key: Json): Json {
  return wrongKeys(key, String(key))[0] ?? `${String(key)} + 1`
}

async function derivedAs(subject: Subject, spec: SkillSpec, change: (key: Json) => Json) {
  const derived = await subject.derive(spec)
  return derived.ok ? { ...derived, key: change(derived.key) } : derived
}
