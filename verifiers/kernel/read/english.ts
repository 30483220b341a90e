/**
 * Words that name nothing and can be no product of letters: a text that has one of them among its
 * maths is a sentence, and a sentence is not read as a formula. Words that the grammar knows
 * (and, or, if, for) and short words that may be a product (at, by, it) are not here.
 */
export function isEnglish(run: string): boolean {
  return run.length > 2 && ENGLISH.has(run.toLowerCase())
}

const ENGLISH: ReadonlySet<string> = new Set(
  `the and are was were been has had have can may its his her him she they them their our you your
  who why how what which when whom whose this that these those there here then than thus hence so
  not but yes any all some each every both either neither none nor yet too also only just even
  about approximately roughly nearly almost around exactly precisely maybe perhaps probably likely
  because since therefore although though while until unless such from into onto upon between
  among within without above below beyond least most more less fewer greater larger smaller higher
  lower lesser must should would could might shall will does did doing done being became becomes
  gives give given gets get got makes make made find found having let see say says said use used
  using try want wants need needs know think believe guess equal equals put few many much same
  other another first last next previous out way big bad good dog cat man men boy far ago now old
  new one two off ask yep nope nah hmm wow hey hello please sorry thanks correct incorrect wrong
  however whenever respectively`.split(/\s+/),
)
