import { createActor, toPromise } from "xstate"
import type { Sat, Sitting, SolverAgent, SolverPlayer, SolverReply, Table, Used } from "../agent.ts"
import type { Call, CallOutcome, ToolOffer, ToolUse } from "../record/call.ts"
import type { CallId } from "../record/id.ts"
import type { Question } from "../record/problem.ts"
import { type ToolResult, toolFailed, toolInputFrom } from "../record/tool.ts"
import type { Tool } from "../tool.ts"
import type { Desk } from "./desk.ts"
import { RunFailure } from "./failure.ts"

/** Who sits, and how what they ask for is done: by acting, or by looking it up. */
export interface Hall {
  readonly solver: SolverAgent
  readonly player: Omit<SolverPlayer, "complete"> | undefined
  readonly tools: readonly Tool[]
  complete(calls: readonly Call[]): Promise<readonly CallOutcome[]>
  /** Runs a tool once ever for this use in this call. */
  run(tool: Tool, call: CallId, use: ToolUse): Promise<ToolResult>
}

export type Sheet = Omit<Sitting, "complete" | "table">

/** The solver sits questions; replies come in question order. */
export async function sitIn(
  hall: Hall,
  sheet: Sheet,
  seats: (question: Question) => readonly number[] = everySeat(sheet.samples),
): Promise<readonly SolverReply[]> {
  const { player } = hall
  const input: Sitting = {
    ...sheet,
    complete: (calls) => hall.complete(calls),
    ...(player && {
      maxTokens: player.seat.maxTokens,
      temperature: temperatureFor(player, sheet),
      table: tableIn(hall, player, seats),
    }),
  }
  const actor = createActor(hall.solver.machine, { input })
  const sat = toPromise(actor) // before it starts, so that an error at its very start is heard
  actor.start()
  return ((await sat) as Sat).replies
}

/** A trained seat has a temperature of its own; greedy stays greedy. */
function temperatureFor({ seat }: Omit<SolverPlayer, "complete">, sheet: Sheet): number {
  const isOwn = seat.provider === "trained" && sheet.temperature > 0
  return isOwn ? seat.temperature : sheet.temperature
}

/** Every call and every use of a tool is an effect. */
export function hallOf(desk: Desk): Hall {
  const { solver, tools, effects, model } = desk
  const player = desk.seats.solver
  return {
    solver,
    player,
    tools,
    complete: (calls) => (player ? player.complete(calls) : effects.complete(model, calls)),
    run: (tool, call, use) => effects.once("tool", { call, use }, () => runTool(tool, use)),
  }
}

/** What a tool said. That it could not be run here and now is no result to be kept. */
async function runTool(tool: Tool, use: ToolUse): Promise<ToolResult> {
  const result = await tool.run(use.input)
  if (result.kind === "output" || result.code !== "unavailable") return result
  const advice = "nothing is lost: `agon resume` goes on"
  throw new RunFailure("run", "tool-unavailable", `${tool.name}: ${result.text}`, advice)
}

function everySeat(samples: number): () => readonly number[] {
  const seats = Array.from({ length: samples }, (_, seat) => seat)
  return () => seats
}

function tableIn(
  hall: Hall,
  { seat, card }: Omit<SolverPlayer, "complete">,
  seats: (question: Question) => readonly number[],
): Table {
  const offered = card.knobs.includes("tools")
    ? hall.tools.filter(({ name }) => (seat.tools as readonly string[]).includes(name))
    : []
  return {
    seat,
    card,
    seats,
    tools: offered.map(offerOf),
    use: (call, use) => useTool(hall, offered, call, use),
  }
}

function offerOf({ name, about, input }: Tool): ToolOffer {
  return { name, about, input }
}

async function useTool(
  hall: Hall,
  offered: readonly Tool[],
  call: CallId,
  use: ToolUse,
): Promise<Used> {
  const tool = offered.find(({ name }) => name === use.name)
  const input = toolInputFrom(use.input)
  const result =
    tool === undefined || input === undefined
      ? toolFailed("bad-input", tool ? "the input is no JSON that can be kept" : "no such tool")
      : await hall.run(tool, call, { id: use.id, name: tool.name, input })
  return { text: result.text, failed: result.kind === "failed" }
}
