import { type ToolResult, toolFailed } from "../record/tool.ts"
import {
  type OpenedPrograms,
  openPrograms,
  PROGRAM_LIMITS,
  type ProgramOptions,
} from "../sandbox/program.ts"
import type { Tool } from "../tool.ts"
import { textInput } from "./input.ts"

const PROGRAM_CHARS_MAX = 32_768

/**
 * A tool that runs a program of the model, each in a process and a sandbox of its own. Where there
 * is no sandbox, every use is refused as `unavailable`, unless `unsafe` says otherwise.
 */
export function javascriptTool(options: ProgramOptions = {}): Tool {
  const wallMs = options.limits?.wallMs ?? PROGRAM_LIMITS.wallMs
  const [input, read] = textInput("program", "The program.", PROGRAM_CHARS_MAX)
  let opened: Promise<OpenedPrograms> | undefined
  return {
    name: "javascript",
    about:
      "Runs a JavaScript program and returns what it prints with console.log, and the value of " +
      "its last expression. Whole numbers of any size are BigInt: 2n ** 100n. Each program " +
      "starts afresh, without network, files or packages, and is stopped after " +
      `${wallMs / 1_000} seconds.`,
    input,
    async run(json, signal): Promise<ToolResult> {
      const program = read(json)
      if (typeof program !== "string") return program
      opened ??= openPrograms(options)
      const found = await opened
      if (!found.ok) return toolFailed("unavailable", found.refused)
      return found.programs.run(program, signal)
    },
  }
}
