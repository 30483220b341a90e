/** Answers near a key: one number in its text moved, doubled, or with a digit more. */
export function nearKeys(key: string): string[] {
  const near: string[] = []
  for (const { 0: digits, index } of key.slice(0, KEY_CHARS_MAX).matchAll(/\d{1,12}/g)) {
    const number = Number(digits)
    const moved = [number + 1, number - 1, 2 * number, number + 10, number * 10]
    for (const other of moved.filter((each) => each >= 0)) {
      const text = `${other}`.padStart(digits.length, "0")
      near.push(key.slice(0, index) + text + key.slice(index + digits.length))
    }
    if (near.length >= NEAR_MAX) break
  }
  return near
}

const KEY_CHARS_MAX = 400
const NEAR_MAX = 10
