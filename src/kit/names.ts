/**
 * A text with its one-letter names in the other case, x^2 as X^2, or null where it has none. Words
 * stay as they are: a function may be known in capitals, too.
 */
export function inOtherCase(text: string): string | null {
  const other = text.replace(NAME, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  return other === text ? null : other
}

const NAME = /(?<![\p{L}\\])[a-df-hj-zA-DF-HJ-Z](?!\p{L})/gu // e and i are numbers
