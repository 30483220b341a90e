/** What is asked of a page, as expressions that run in it. */

export interface Contrast {
  readonly text: string
  readonly ratio: number
  readonly colour: string
  readonly ground: string
}

/** Every element with text of its own: the ratio of its colour to what is behind it (WCAG 2.2). */
export const CONTRASTS = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+(e-?\\d+)?/g).map(Number)
  const parse = (colour) => {
    const [r, g, b, a = 1] = numbers(colour.replace("srgb", ""))
    return colour.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
  }
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => {
      const s = c / 255
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor
      if (parse(ground)[3] === 1) return ground
    }
    return "rgb(255, 255, 255)"
  }
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().right > 0
  return [...document.body.querySelectorAll("*")]
    .filter((one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .filter((one) => shown(one) && !["style", "title"].includes(one.localName))
    .map((one) => {
      const style = getComputedStyle(one)
      const colour = one.namespaceURI.endsWith("svg") ? style.fill : style.color
      const ground = behind(one)
      const [a, b] = [light(parse(colour)), light(parse(ground))]
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      return { text: one.textContent.trim().slice(0, 40), ratio, colour, ground }
    })
})()`

const NAMED = `((one) => one.localName + " " + [...document.querySelectorAll("*")].indexOf(one))`

/** All that a keyboard must reach, named so that it can be found again. */
export const FOCUSABLE = `[...document.querySelectorAll("a[href], summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility()).map(${NAMED})`

/** What has the focus now. */
export const REACHED = `${NAMED}(document.activeElement)`
