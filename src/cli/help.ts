import { type Command, HELP_OPTION, type Option } from "./command.ts"
import { EXIT_CODES_HELP } from "./exit.ts"
import { style } from "./terminal.ts"

/** `agon --help`. */
export function overview(commands: readonly (readonly [name: string, about: string])[]): string[] {
  return [
    `${style("bold", "agon")}: a proposer poses, a solver answers, a symbolic verifier decides`,
    "",
    "  agon <command> [options]",
    "",
    ...commands.map(([name, about]) => `  ${name.padEnd(10)} ${about}`),
    "",
    "New here?",
    "  agon run --quick                  a small run, to see what happens",
    "  agon list                         then: what it made",
    "  agon problems --list              no run needed: problem sheets with proven keys",
    "",
    "`agon <command> --help` explains one command. Exit codes:",
    ...EXIT_CODES_HELP.map((line) => `  ${line}`),
  ]
}

/** `agon <command> --help`. */
export function helpFor(name: string, about: string, command: Command): string[] {
  const options = Object.entries({ ...command.options, help: HELP_OPTION })
  const typed = options.map(([option, spec]) => spelling(option, spec))
  const width = Math.max(...typed.map((text) => text.length))
  const examples = Math.max(...command.examples.map(([line]) => line.length))
  return [
    `${style("bold", name)}: ${about}`,
    "",
    `  ${command.usage}`,
    "",
    ...command.about,
    "",
    "Options:",
    ...options.map(([, spec], at) => `  ${typed[at]!.padEnd(width)}  ${spec.about}`),
    "",
    ...(command.notes === undefined ? [] : [...command.notes, ""]),
    "Examples:",
    ...command.examples.map(([line, what]) => `  ${line.padEnd(examples)}  ${style("dim", what)}`),
  ]
}

function spelling(name: string, { value, short, multiple }: Option): string {
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`
  const repeated = multiple ? `${long} …` : long
  return short === undefined ? repeated : `${repeated}, -${short}`
}
