/** A share that is neither none nor all is never rounded to look like it. */
export function percent(share: number, digits = 1): string {
  const step = 10 ** -digits
  const text = (100 * share).toFixed(digits)
  if (share > 0 && Number(text) === 0) return `< ${step.toFixed(digits)} %`
  if (share < 1 && Number(text) === 100) return `> ${(100 - step).toFixed(digits)} %`
  return `${text} %`
}

/** A small share in percent with two digits that count: "0.0065 %". */
export function smallPercent(share: number): string {
  const value = 100 * share
  return `${value >= 10 ? value.toFixed(0) : Number(value.toPrecision(2))} %`
}
