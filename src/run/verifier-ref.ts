import type { VerifierRef } from "../record/event.ts"
import { hashJson } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import { randomStream } from "../rule/random.ts"
import type { Skill, Verifier } from "../verifier.ts"

const SAMPLES_PER_RUNG = 4

/**
 * Names the judges that a recipe puts to work. What others do is no part of the run: a verifier
 * that is new or has changed elsewhere stops no resume, moves no head, and costs no time.
 */
export function verifierRefs(
  { skills }: Pick<Recipe, "skills">,
  verifiers: readonly Verifier[],
): VerifierRef[] {
  const wanted = new Set(skills)
  return verifiers
    .filter((verifier) => verifier.skills.some(({ name }) => wanted.has(name)))
    .map(verifierRef)
}

/**
 * Names a judge by what it does: its version, and its behaviour on fixed samples of every skill at
 * every rung. An edit that changes a key, a statement or a verdict changes the fingerprint; one
 * that only moves code does not. (What the samples miss, a resume finds: it derives all again.)
 */
export function verifierRef(verifier: Verifier): VerifierRef {
  const known = KNOWN.get(verifier)
  if (known !== undefined) return known
  const behaviour = verifier.skills.map((skill) => behaviourOf(verifier, skill))
  const { name, version, plugin } = verifier
  const ref = { name, version, source: hashJson(behaviour), ...(plugin && { plugin }) }
  KNOWN.set(verifier, ref)
  return ref
}

/** Judging thousands of samples takes up to seconds, and a verifier never changes. */
const KNOWN = new WeakMap<Verifier, VerifierRef>()

function behaviourOf(verifier: Verifier, skill: Skill): unknown {
  const random = randomStream(0, "fingerprint", verifier.name, skill.name)
  const { name, axes, levels, beyond } = skill
  const seen = [...levels, ...beyond].flatMap((rung) =>
    Array.from({ length: SAMPLES_PER_RUNG }, () => {
      const spec = skill.sample(rung, random)
      const derived = verifier.derive(spec)
      if (!derived.ok) return { spec, refused: derived.reason }
      const { key } = derived
      const said = Array.from({ length: skill.wordings }, (_, n) => verifier.state(spec, n))
      const answers = [verifier.present(key), ...verifier.mistakes(spec, key)]
      const verdicts = answers.map((answer) => verifier.judge(spec, key, answer))
      const { canonical, family } = verifier.identify(spec)
      return { spec, key, said, answers, verdicts, canonical, family, rung: skill.measure(spec) }
    }),
  )
  return { name, axes, levels, beyond, seen }
}
