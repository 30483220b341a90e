import type { z } from "zod"
import type { Json } from "../record/canonical.ts"
import type { Hash } from "../record/id.ts"
import type { Skill, SkillSpec, Verifier } from "../verifier.ts"
import { type Bridge, openBridge } from "./bridge.ts"
import { type PluginOptions, signed } from "./plugin.ts"
import type { Answer, Silence } from "./process.ts"
import { type Method, type Question, type Result, Spec } from "./protocol.ts"

/** A third party's verifier that a run can play with: it answers like one of this process. */
export interface Playable {
  readonly verifier: Verifier & { readonly plugin: Hash }
  close(): Promise<void>
}

export type OpenedPlayable =
  | { readonly ok: true; readonly playable: Playable }
  | { readonly ok: false; readonly refused: string; readonly advice?: string }

/**
 * Opens a plug-in to play with. An answer that does not come is `undecided` where an answer of a
 * solver was judged, and a refusal where a spec was looked at. Where nobody could go on without it,
 * or the plug-in keeps dying, `giveUp` ends the run: a judge that is gone is no verdict.
 */
export async function openPlayable(
  folder: string,
  giveUp: (why: string) => never,
  options: PluginOptions = {},
): Promise<OpenedPlayable> {
  const opened = await openBridge(folder, options)
  if (!opened.ok) return opened
  const { bridge } = opened
  const fault = shapeFault(bridge.card)
  if (fault === undefined) {
    return { ok: true, playable: { verifier: verifierOver(bridge, giveUp), close: bridge.close } }
  }
  await bridge.close()
  return { ok: false, refused: `it cannot be played: ${fault}`, advice: TEST_ADVICE }
}

const TEST_ADVICE = "agon verifier test <folder> says what is wrong with it"
const SILENT_MAX = 10 // questions in a row; each was asked twice, of two processes
const DEATHS: ReadonlySet<Silence> = new Set([
  ...(["timed-out", "crashed", "out-of-memory", "too-many-processes"] as const),
  ...(["malformed", "closed"] as const),
])
const SEEDS = 2 ** 31 // of a sample

function verifierOver(bridge: Bridge, giveUp: (why: string) => never): Playable["verifier"] {
  const { card, signature, digest } = bridge
  const { name, version } = card
  let silent = 0
  /** An answer or a silence, as long as there is hope of answers. */
  function ask<M extends Method>(method: M, question: Question): Answer<M> {
    const answer = bridge.ask(method, question)
    silent = isDeath(answer) ? silent + 1 : 0
    if (silent < SILENT_MAX || answer.ok) return answer
    return giveUp(
      `has left ${silent} questions in a row without an answer; ${told(method, answer)}`,
    )
  }
  /** An answer without which nobody can go on. */
  function need<M extends Method>(method: M, question: Question): Result<M> {
    const answer = ask(method, question)
    return answer.ok ? answer.result : giveUp(`gives no answer; ${told(method, answer)}`)
  }
  return {
    ...{ name, version, plugin: digest },
    spec: specOf((spec) => {
      const answer = ask("admit", { spec })
      return answer.ok && answer.result
    }),
    skills: card.skills.map((skill) => skillOf(skill, need)),
    derive(spec) {
      const answer = ask("derive", { spec })
      return answer.ok ? answer.result : { ok: false, reason: `plugin-${answer.reason}` }
    },
    recheck(spec, key) {
      const answer = ask("recheck", { spec, key })
      // Its own key, left unproved, would be a label error, which halts a run for good.
      if (isDeath(answer)) return giveUp(`gives no second proof; ${told("recheck", answer)}`)
      return signed(answer, signature)
    },
    judge(spec, key, answer) {
      const heard = ask("judge", { spec, key, answer })
      if (!isDeath(heard)) return signed(heard, signature)
      const own = bridge.ask("present", { key }) // the label: as much its own as a second proof
      if (!own.ok || own.result !== answer) return signed(heard, signature)
      return giveUp(`does not judge its own key; ${told("judge", heard)}`)
    },
    state: (spec, wording) => need("state", { spec, wording }),
    present: (key) => need("present", { key }),
    identify: (spec) => need("identify", { spec }),
    mistakes: (spec, key) => need("mistakes", { spec, key }),
  }
}

function skillOf(
  card: Result<"describe">["skills"][number],
  need: <M extends Method>(method: M, question: Question) => Result<M>,
): Skill {
  const skill = card.name
  return {
    ...card,
    sample: (rung, random) => need("sample", { skill, rung, seed: random.int(SEEDS) }),
    mutate: (spec, random) => need("mutate", { spec, seed: random.int(SEEDS) }),
    measure: (spec) => need("measure", { spec }),
  }
}

/** Its own shape first, then the plug-in's word. */
function specOf(admits: (spec: Json) => boolean): z.ZodType<SkillSpec> {
  return Spec.refine(admits, "the plug-in does not know such a spec")
}

function isDeath<M extends Method>(
  answer: Answer<M>,
): answer is Extract<typeof answer, { ok: false }> {
  return !answer.ok && DEATHS.has(answer.reason)
}

function told(method: Method, answer: Extract<Answer<Method>, { ok: false }>): string {
  return `to ${method} it was ${answer.reason}: ${answer.detail.slice(0, DETAIL_CHARS_MAX)}`
}

const DETAIL_CHARS_MAX = 300
const SKILL_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/ // as it stands in recipes and reports

/** What of its own description nobody could play with. */
function shapeFault({ skills }: Result<"describe">): string | undefined {
  const names = skills.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) return `two skills are named ${twice}`
  for (const { name, axes, levels, beyond } of skills) {
    if (!SKILL_NAME.test(name)) return "a skill's name is small letters, digits and single dashes"
    if (levels.length === 0 || axes.length === 0) return `${name} has no level or no axis`
    const known = new Set(axes.map((axis) => axis.name))
    const stray = [...levels, ...beyond].flatMap(Object.keys).find((axis) => !known.has(axis))
    if (stray !== undefined)
      return `a level of ${name} is of an axis that it does not have, ${stray}`
  }
  return undefined
}
