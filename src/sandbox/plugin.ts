import { existsSync, realpathSync } from "node:fs"
import type { Awaitable, Subject, SubjectSkill } from "../kit/subject.ts"
import type { Json } from "../record/canonical.ts"
import type { Hash } from "../record/id.ts"
import { type Evidence, undecided, type Verdict } from "../record/verdict.ts"
import type { SkillSpec } from "../verifier.ts"
import { freshStart, type Sandbox, startOf } from "./jail.ts"
import { readPluginFolder } from "./manifest.ts"
import { type Holding, probeSandbox } from "./probe.ts"
import { type Answer, LIMITS, type Limits, VerifierProcess } from "./process.ts"
import type { Method, Question, Result } from "./protocol.ts"

/**
 * A third party's verifier, behind the same door as a built-in one but in a process of its own:
 * every answer is a promise. What the process fails to answer is `undecided`, never a verdict.
 */
export interface PluginVerifier extends Mirror {
  readonly sandbox: Sandbox
  /** SHA-256 of the manifest, which holds the hash of every file. */
  readonly digest: Hash
}

/** A verifier in another process. */
export interface Mirror extends Subject {
  judge(spec: SkillSpec, key: Json, answer: string): Promise<Verdict>
  recheck(spec: SkillSpec, key: Json): Promise<Verdict>
  /** Times that the process has died and been started again. */
  restarts(): number
  close(): Promise<void>
}

export interface PluginOptions {
  /** Run without a sandbox where there is none. Every verdict then says so. */
  readonly unsafe?: boolean
  /** Whether this machine can hold a plug-in; found out by trying, when left out. */
  readonly holding?: Holding
  readonly limits?: Partial<Limits>
}

export type OpenedPlugin =
  | { readonly ok: true; readonly plugin: PluginVerifier }
  | { readonly ok: false; readonly refused: string; readonly advice?: string }

/** Checks a plug-in's files, starts it held, and asks it what it is. */
export async function openPluginVerifier(
  folder: string,
  options: PluginOptions = {},
): Promise<OpenedPlugin> {
  const started = await startPlugin(folder, options)
  if (!started.ok) return started
  const { child, card, signature, sandbox, digest } = started
  return { ok: true, plugin: { ...mirror(child, card, signature), sandbox, digest } }
}

export type StartedPlugin =
  | {
      readonly ok: true
      readonly child: VerifierProcess
      readonly card: Result<"describe">
      /** What every verdict of it carries. */
      readonly signature: Evidence
      readonly sandbox: Sandbox
      readonly digest: Hash
    }
  | { readonly ok: false; readonly refused: string; readonly advice?: string }

/** The process of a plug-in whose files are those of its manifest, and what it says it is. */
export async function startPlugin(
  folder: string,
  options: PluginOptions = {},
): Promise<StartedPlugin> {
  if (!existsSync(folder)) return { ok: false, refused: "there is no such folder" }
  const place = realpathSync(folder)
  const read = readPluginFolder(place)
  if (!read.ok) return read
  const { manifest, digest } = read
  const holding = options.holding ?? (await probeSandbox())
  if (!holding.ok && options.unsafe !== true) {
    return { ok: false, refused: holding.why, advice: holding.advice }
  }
  const sandbox: Sandbox = holding.ok ? "bubblewrap" : "none (--unsafe-plugins)"
  const start = () => {
    const now = readPluginFolder(place)
    // What is started again after a death must be what was checked.
    if (!now.ok || now.digest !== digest) return { ...NOTHING, cwd: place }
    return startOf(place, manifest, sandbox)
  }
  const child = new VerifierProcess(start, { ...LIMITS, ...options.limits })
  const card = await child.ask("describe", {})
  const fault = card.ok ? faultOf(card.result, manifest) : `${card.reason}: ${card.detail}`
  if (!card.ok || fault !== undefined) {
    await child.close()
    const advice = card.ok ? SAME_NAME : undefined
    const refused = `the plug-in does not say what it is (${fault})`
    return { ok: false, refused, ...(advice !== undefined && { advice }) }
  }
  const signature = { sandbox, plugin: `sha256:${digest}` }
  return { ok: true, child, card: card.result, signature, sandbox, digest }
}

/**
 * The author's own verifier once more, in a fresh process without a sandbox: to hear whether it
 * says there what it says here. Null where the process does not come up.
 */
export async function openFreshProcess(module: string): Promise<Mirror | null> {
  const child = new VerifierProcess(() => freshStart(module), LIMITS)
  const card = await child.ask("describe", {})
  if (card.ok) return mirror(child, card.result, {})
  await child.close()
  return null
}

const SAME_NAME = "give both the same name and version, then: agon verifier seal <folder>"

/** Started in place of a plug-in whose files were changed while it ran: it ends at once. */
const NOTHING = { file: "false", args: [], env: { PATH: "/usr/bin:/bin" } } as const

function faultOf(
  { name, version }: Result<"describe">,
  manifest: { readonly name: string; readonly version: string },
): string | undefined {
  if (name === manifest.name && version === manifest.version) return undefined
  return `it says ${name} ${version}, its manifest ${manifest.name} ${manifest.version}`
}

/** A question of the door that is no verdict and was not answered. */
export class PluginFailure extends Error {
  override readonly name = "PluginFailure"
}

function mirror(child: VerifierProcess, card: Result<"describe">, signature: Evidence): Mirror {
  async function ask<M extends Method>(method: M, question: Question): Promise<Result<M>> {
    return resultOf(method, await child.ask(method, question))
  }
  async function verdict(method: "judge" | "recheck", question: Question): Promise<Verdict> {
    return signed(await child.ask(method, question), signature)
  }
  return {
    name: card.name,
    version: card.version,
    skills: card.skills.map((skill) => skillOf(skill, ask)),
    admits: (spec) => ask("admit", { spec }),
    async derive(spec) {
      const answer = await child.ask("derive", { spec })
      return answer.ok ? answer.result : { ok: false, reason: `plugin-${answer.reason}` }
    },
    recheck: (spec, key) => verdict("recheck", { spec, key }),
    judge: (spec, key, answer) => verdict("judge", { spec, key, answer }),
    state: (spec, wording) => ask("state", { spec, wording }),
    present: (key) => ask("present", { key }),
    identify: (spec) => ask("identify", { spec }),
    mistakes: (spec, key) => ask("mistakes", { spec, key }),
    restarts: () => child.restarts,
    close: () => child.close(),
  }
}

function skillOf(
  skill: Result<"describe">["skills"][number],
  ask: <M extends Method>(method: M, question: Question) => Awaitable<Result<M>>,
): SubjectSkill {
  return {
    ...skill,
    sample: (rung, seed) => ask("sample", { skill: skill.name, rung, seed }),
    mutate: (spec, seed) => ask("mutate", { spec, seed }),
    measure: (spec) => ask("measure", { spec }),
  }
}

function resultOf<M extends Method>(method: M, answer: Answer<M>): Result<M> {
  if (answer.ok) return answer.result
  throw new PluginFailure(`${method}: ${answer.reason}, ${answer.detail}`)
}

const DETAIL_CHARS_MAX = 300

/** Every verdict of a plug-in says how it was held and which files it is made of. */
export function signed(answer: Answer<"judge" | "recheck">, signature: Evidence): Verdict {
  if (answer.ok) {
    return { ...answer.result, evidence: { ...answer.result.evidence, ...signature } }
  }
  const detail = answer.detail.slice(0, DETAIL_CHARS_MAX)
  return undecided("plugin", `plugin-${answer.reason}`, { detail, ...signature })
}
