import { POLICIES } from "../../verifiers/kernel/judge/policy.ts"
import type { Verdict } from "../record/verdict.ts"
import { EXIT } from "./exit.ts"
import { keyFault } from "./grade-key.ts"
import { clean, print, printJson, style } from "./terminal.ts"

const QUOTE_CHARS_MAX = 60
const LABEL_COLUMNS = 9

/** A verdict for a person: the outcome and why, then how it was found and where. */
export function printVerdict(verdict: Verdict, key: string, answer: string): void {
  const { outcome, method, policy, witness, span } = verdict
  const colour = { correct: "green", incorrect: "red", undecided: "yellow" } as const
  const why = outcome === "correct" ? "" : `: ${clean(verdict.reason)}`
  print(`${style(colour[outcome], outcome)}${why}`)
  tell("method", method)
  if (outcome !== "undecided") tell("level", proofInWords(verdict.proof))
  const fault = outcome === "undecided" ? keyFault(key, verdict.reason) : undefined
  if (fault !== undefined) tell("key", fault)
  if (policy !== undefined) tell("policy", policyInWords(policy))
  if (witness !== undefined) tell("witness", witness)
  if (span !== undefined) tell("span", `${span[0]} to ${span[1]}: ${quote(answer.slice(...span))}`)
  for (const [name, text] of Object.entries(verdict.evidence)) tell(name, text)
}

/** `agon grade --policies`: the rules that mathematics does not settle. */
export function printPolicies(asJson = false): number {
  const width = Math.max(...Object.keys(POLICIES).map((name) => name.length))
  if (asJson) printJson(POLICIES)
  else for (const [name, rule] of Object.entries(POLICIES)) print(`${name.padEnd(width)}  ${rule}`)
  return EXIT.done
}

function tell(label: string, text: string): void {
  print(`  ${style("dim", clean(label).padEnd(LABEL_COLUMNS))} ${clean(text)}`)
}

function proofInWords(proof: Exclude<Verdict, { outcome: "undecided" }>["proof"]): string {
  switch (proof.level) {
    case "proved":
      return "proved"
    case "probabilistic":
      return `probabilistic, wrong with a chance below ${proof.errorBound}`
    case "numeric":
      return `numeric, to ${proof.digits} digits`
  }
}

function policyInWords(name: string): string {
  const rules: Readonly<Record<string, string>> = POLICIES
  return Object.hasOwn(rules, name) ? `${name}: ${rules[name]}` : name
}

function quote(text: string): string {
  return text.length <= QUOTE_CHARS_MAX ? text : `${text.slice(0, QUOTE_CHARS_MAX)}…`
}
