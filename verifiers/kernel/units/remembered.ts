const NAMES_MAX = 1_024 // more than a text has names in it
const NAME_CHARS_MAX = 40 // a longer one is asked for anew, so that the memory stays flat

/** A pure function of a name that remembers what it said of the last names. */
export function remembered<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const fresh = find(name)
    if (name.length > NAME_CHARS_MAX) return fresh
    if (known.size >= NAMES_MAX) known.clear()
    known.set(name, fresh)
    return fresh
  }
}
