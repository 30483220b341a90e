/**
 * A group of a regular expression that matches one of the phrases. Bars part them; a line breaks
 * only before a bar.
 */
export function oneOf(phrases: string): string {
  return `(?:${phrases
    .split("|")
    .map((phrase) => phrase.replaceAll(/\n\s*/g, ""))
    .join("|")})`
}
