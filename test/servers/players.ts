import { competent } from "./competent.ts"
import { hostile } from "./hostile.ts"
import { mediocre } from "./mediocre.ts"
import type { Player } from "./player.ts"

/** Who can sit behind a server. */
export const PLAYERS = { competent, mediocre, hostile } as const satisfies Record<string, Player>

export type PlayerName = keyof typeof PLAYERS

export function playerOf(player: Player | PlayerName): Player {
  return typeof player === "function" ? player : PLAYERS[player]
}
