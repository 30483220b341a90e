/**
 * One value a line. The separators that JSON leaves bare and some readers take for the end of a
 * line are escaped; all else stays UTF-8.
 */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\u0085\u2028\u2029]/g, (separator) => {
    return `\\u${separator.charCodeAt(0).toString(16).padStart(4, "0")}`
  })
}

export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${jsonLine(value)}\n`).join("")
}
