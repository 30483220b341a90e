import { AXOLOTL } from "./axolotl.ts"
import { HOSTED } from "./hosted.ts"
import { LLAMA_FACTORY } from "./llama-factory.ts"
import { OPENRLHF } from "./openrlhf.ts"
import { PLAIN } from "./plain.ts"
import type { Target } from "./target.ts"
import { TRL } from "./trl.ts"
import { VERL } from "./verl.ts"

/** Every shape that `agon export --target` knows. */
export const TARGETS: readonly Target[] = [
  ...TRL,
  ...VERL,
  ...OPENRLHF,
  ...AXOLOTL,
  ...LLAMA_FACTORY,
  ...HOSTED,
  ...PLAIN,
]
