import type { Unit } from "../tree.ts"
import { unitNamed } from "../units/units.ts"

const NAMES_MAX = 1_024
const NAME_CHARS_MAX = 40
const known = new Map<string, Unit | null>()

/** `unitNamed`, which takes longest where there is no such unit, remembering the last names. */
export function unitCalled(name: string): Unit | null {
  if (name.length > NAME_CHARS_MAX) return null
  const found = known.get(name)
  if (found !== undefined) return found
  if (known.size >= NAMES_MAX) known.clear()
  const unit = unitNamed(name)
  known.set(name, unit)
  return unit
}
