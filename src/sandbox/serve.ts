import { canonicalJson, type Json } from "../record/canonical.ts"
import { randomStream } from "../rule/random.ts"
import type { Skill, SkillSpec, Verifier } from "../verifier.ts"
import { PROTOCOL, Request, type Response } from "./protocol.ts"

/** Answers one line of the protocol with a verifier of this process. Never throws. */
export function serveLine(verifier: Verifier, line: string): Response {
  let id = -1
  try {
    const request = Request.parse(JSON.parse(line))
    id = request.id
    return { id, ok: true, result: answerTo(verifier, request) }
  } catch (error) {
    return { id, ok: false, error: String(error).slice(0, ERROR_CHARS_MAX) }
  }
}

/** The one export of a module that is a verifier, whatever its name; or why there is none. */
export function verifierIn(module: object): Verifier | string {
  const exported = module as { readonly [name: string]: unknown }
  if (isVerifier(exported.verifier)) return exported.verifier
  const found = Object.values(exported).filter(isVerifier)
  if (found.length === 1) return found[0]!
  return found.length === 0 ? "it exports no verifier" : "it exports more than one verifier"
}

const ERROR_CHARS_MAX = 500
const METHODS = ["derive", "recheck", "judge", "state", "present", "identify", "mistakes"]

function isVerifier(value: unknown): value is Verifier {
  if (typeof value !== "object" || value === null) return false
  const held = value as { readonly [name: string]: unknown }
  const named = typeof held.name === "string" && typeof held.version === "string"
  return named && Array.isArray(held.skills) && METHODS.every((m) => typeof held[m] === "function")
}

function answerTo(verifier: Verifier, request: Request): unknown {
  const { method, key = null, answer = "", wording = 0, seed = 0, rung = {} } = request
  if (method === "describe") return describe(verifier)
  if (method === "admit") return admits(verifier, request.spec ?? null)
  if (method === "present") return verifier.present(key)
  if (method === "sample") {
    const skill = skillNamed(verifier, request.skill ?? "")
    return skill.sample(rung, randomStream(seed, skill.name))
  }
  const spec = specOf(verifier, request.spec ?? null)
  switch (method) {
    case "derive":
      return verifier.derive(spec)
    case "recheck":
      return verifier.recheck(spec, key)
    case "judge":
      return verifier.judge(spec, key, answer)
    case "state":
      return verifier.state(spec, wording)
    case "identify":
      return verifier.identify(spec)
    case "mistakes":
      return verifier.mistakes(spec, key)
    case "measure":
      return skillNamed(verifier, spec.skill).measure(spec)
    case "mutate": {
      const skill = skillNamed(verifier, spec.skill)
      return skill.mutate(spec, randomStream(seed, skill.name, "mutate"))
    }
  }
}

function describe({ name, version, skills }: Verifier) {
  return { protocol: PROTOCOL, name, version, skills: skills.map(cardOf) }
}

function cardOf({ name, title, wordings, axes, levels, beyond, space }: Skill) {
  return { name, title, wordings, axes, levels, beyond, ...(space !== undefined && { space }) }
}

function admits(verifier: Verifier, spec: Json): boolean {
  const read = verifier.spec.safeParse(spec)
  return read.success && canonicalJson(read.data) === canonicalJson(spec)
}

function specOf(verifier: Verifier, spec: Json): SkillSpec {
  const read = verifier.spec.safeParse(spec)
  if (!read.success) throw new TypeError("bad-spec")
  return read.data
}

function skillNamed(verifier: Verifier, name: string): Skill {
  const skill = verifier.skills.find((known) => known.name === name)
  if (skill === undefined) throw new TypeError("bad-skill")
  return skill
}
