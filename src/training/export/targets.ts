import { HOSTED } from "./hosted.ts"
import { LOCAL } from "./local.ts"
import { PLAIN } from "./plain.ts"
import type { Target } from "./target.ts"
import { TRL } from "./trl.ts"

/** Every shape that `agon export --target` knows. */
export const TARGETS: readonly Target[] = [...TRL, ...LOCAL, ...HOSTED, ...PLAIN]
