import type { Proven } from "./define.ts"

/** Whether a key is what another method found, to the letter. */
export function sameAs(method: string, found: number | string, key: string): Proven {
  return { method, fault: `${found}` === key ? null : `the ${method} gives ${found}` }
}

/** Numbers around a key that a slip of a finger or of one step gives. */
export function slipsAround(key: string): string[] {
  const number = Number(key)
  return [number + 1, number - 1, number + 2, number + 10].map((slip) => `${slip}`)
}
