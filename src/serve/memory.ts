/** What was found out lately, by name. */
export interface Memory<Value> {
  get(name: string): Value | undefined
  set(name: string, value: Value): void
  delete(name: string): void
}

/**
 * Remembers at most so many values, and at least the half of them that was used last. It forgets
 * a generation at a time: to take the oldest entry out of a long map, one by one, costs more with
 * every entry that went before.
 */
export function createMemory<Value>(valuesMax: number): Memory<Value> {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  const set = (name: string, value: Value) => {
    young.set(name, value)
    if (young.size < valuesMax / 2) return
    old = young
    young = new Map()
  }
  return {
    get(name) {
      const known = young.get(name) ?? old.get(name)
      if (known !== undefined && !young.has(name)) set(name, known)
      return known
    },
    set,
    delete(name) {
      young.delete(name)
      old.delete(name)
    },
  }
}
