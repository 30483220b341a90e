import { VERIFIERS } from "../../verifiers/index.ts"
import { EXIT } from "./exit.ts"
import { print, printJson, style } from "./terminal.ts"

/** `agon verifier list`: every built-in verifier with its skills and how many levels they have. */
export function listVerifiers(json: boolean): number {
  if (json) printJson(VERIFIERS.map(cardOf))
  else for (const line of VERIFIERS.flatMap((verifier) => linesOf(cardOf(verifier)))) print(line)
  return EXIT.done
}

type Card = ReturnType<typeof cardOf>

function cardOf({ name, version, skills }: (typeof VERIFIERS)[number]) {
  return {
    name,
    version,
    skills: skills.map(({ name, title, levels }) => ({ name, title, levels: levels.length })),
  }
}

function linesOf({ name, version, skills }: Card): string[] {
  const width = Math.max(...skills.map((skill) => skill.name.length))
  return [
    `${style("bold", name)} ${version}`,
    ...skills.map((skill) => {
      const levels = skill.levels === 1 ? "1 level" : `${skill.levels} levels`
      return `  ${skill.name.padEnd(width)}  ${levels.padEnd(8)}  ${skill.title}`
    }),
    "",
  ]
}
