import type { Clash, Recipe } from "./recipe.ts"

/** What a trained seat and its trainer cannot be together, or without each other. */
export function trainedClashes({ seats, sampling, training }: Recipe): Clash[] {
  const clashes: Clash[] = []
  const refuse = (path: string, message: string) => clashes.push({ path: path.split("."), message })
  for (const role of ["proposer", "formaliser"] as const) {
    if (seats?.[role]?.provider !== "trained") continue
    refuse(`seats.${role}`, "only the solver is trained; give this seat another provider")
  }
  const seat = seats?.solver
  const by = training?.by
  if (seat?.provider === "trained" && by === undefined) {
    refuse("training.by", "a trained seat plays what a trainer makes; say which program trains")
  }
  if (seat?.provider !== "trained" && by !== undefined) {
    refuse(
      "training.by",
      'it trains a solver whose seat is "trained"; give it that, or leave it out',
    )
  }
  if (by?.method === "grpo" && training?.objective !== "policy-gradient") {
    refuse("training.objective", 'grpo is a policy gradient; say "policy-gradient"')
  }
  if (by?.method === "sft" && training?.objective === "policy-gradient") {
    refuse("training.objective", 'sft imitates; say "imitate", or training.by.method "grpo"')
  }
  if (by !== undefined && training?.reward === "random") {
    refuse("training.reward", "a program is paid by the judge alone; leave it out")
  }
  if (seat?.provider !== "trained") return clashes
  if (seat.form === "bare" && sampling !== undefined) {
    refuse("sampling", 'a bare prompt is sampled in one call; leave it out, or take form "chat"')
  }
  if (seat.form === "bare" && seat.tools.length > 0) {
    refuse("seats.solver.tools", 'a bare prompt offers no tools; leave them out, or take "chat"')
  }
  return [...clashes, ...servingClashes(seat.serve.command)]
}

function servingClashes(command: readonly string[]): Clash[] {
  const has = (place: string) => command.some((word) => word.includes(place))
  const path = ["seats", "solver", "serve", "command"]
  if (!has("{port}")) return [{ path, message: "it says nowhere {port}, on which it is to listen" }]
  if (has("{checkpoint}") !== has("{checkpoints}")) return []
  return [{ path, message: "it says {checkpoint} or {checkpoints}, one of the two" }]
}
