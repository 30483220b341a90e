import { isDigit, isLetter, type Page, type Span } from "./page.ts"
import { oneOf } from "./patterns.ts"
import { sentenceStart } from "./sentence.ts"

const LEAD_CHARACTERS_MAX = 200 // a longer lead up to the cue is not understood
const WORDS_BEHIND_MAX = 3 // "25 euros par personne"

/** The cues of other languages: "the answer", "the result". */
export const CUES_ABROAD: readonly string[] = [
  ...["答案", "答え", "정답", "ответ", "الجواب", "الإجابة", "उत्तर", "απάντηση"],
  ...["respuesta", "réponse", "antwort", "risposta", "resposta", "antwoord", "odpowiedź", "svar"],
  ...["cevap", "ergebnis", "lösung:", "lösung ist", "résultat", "resultado", "risultato"],
]
const ABROAD: ReadonlySet<string> = new Set(CUES_ABROAD)

export function isAbroad(cue: string): boolean {
  return ABROAD.has(cue)
}

/**
 * Where the value ends in a sentence of another language that says no more than "so the answer is
 * 25 metres"; null where it says more. What it adds is not understood well enough to trust: it may
 * deny the value, compare with it, or name another.
 */
export function plainlySaid(page: Page, cue: Span, value: Span, end: number): number | null {
  const from = sentenceStart(page, cue[0], LEAD_CHARACTERS_MAX)
  if (!isLead(page.text.slice(from, cue[0])) || !isLink(page.text.slice(cue[1], value[0]))) {
    return null
  }
  const said = page.text.slice(...value)
  if (/['’]$/.test(said)) return null // a Turkish ending follows
  const counted = COUNTED.exec(said)
  if (counted === null && EASTERN.test(said) && /\d/.test(said)) return null
  const stop = counted === null ? value[1] : value[0] + counted[1]!.length
  return isTail(page.text.slice(stop, end)) ? stop : null
}

const COUNTER_SIGNS = oneOf(
  `个|個|元|米|公里|千米|厘米|人|岁|歳|只|本|枚|天|日|小时|時間|分钟|分|秒|次|种|通り|円|度
  |개|명|원|번|가지|점|살|도`,
)
/** A number with a counting word glued to it, as Chinese, Japanese and Korean write them. */
const COUNTER = `(?:平方|立方)?${COUNTER_SIGNS}`
const COUNTED = new RegExp(`^([$\\d.,/\\\\{}a-z]*\\d\\$?)\\s*${COUNTER}$`)

const EASTERN = /[\u3040-\ud7ff]/

/** What stands before the cue, from the last comma on, leads up to it and says nothing else. */
function isLead(text: string): boolean {
  if (text.split(/[^\p{L}]+/u).some((word) => OPENS.has(word.toLowerCase()))) return false
  const last = text.split(/[,，、:：;；]/).at(-1)!
  return LEAD_EAST.test(last) || wordsOf(last).every((word) => LEADS.has(word))
}

/** Between the cue and the value: "is", "final", marks. */
function isLink(text: string): boolean {
  return LINK_EAST.test(text) || wordsOf(text).every((word) => LINKS.has(word))
}

/** Behind the value: nothing, a unit or a noun, and what closes a sentence in the East. */
function isTail(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (isDigit(text.charCodeAt(at))) return false
  if (/^\p{Pf}?['’]/u.test(text) || /[?？]/.test(text)) return false
  const words = wordsOf(text)
  if (words.length === 0 || TAIL_EAST.test(text)) return true
  if (words.some((word) => !isWestern(word) || REFUSING.has(word))) return false
  return words.length <= WORDS_BEHIND_MAX && !/[,;:(—–]/.test(text)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []
}

/** Latin and Cyrillic, which part words with blanks and put a denial before what it denies. */
function isWestern(word: string): boolean {
  const code = word.charCodeAt(0)
  return isLetter(code) && (code < 0x250 || (code >= 0x400 && code < 0x530))
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** "Wenn n gerade ist, …": one of these anywhere before the cue makes a condition. */
const OPENS = words(`si wenn falls se если als wanneer jeśli jeżeli om eğer
  nicht pas no não non не niet nie inte falsche falsch mauvaise incorrecta errada sbagliata`)
const LEADS = words(
  `la el le les l los die das der il lo o a os het de den unser unsere meine notre ma nuestra mi
  nossa minha nostra mia наш мой мы the so also daher somit folglich damit deshalb also dann ist
  lautet entonces luego así que por lo tanto tanto ende consiguiente finalmente conclusión donc
  alors ainsi par conséquent c est enfin finalement quindi perciò dunque pertanto infine portanto
  logo assim então итак таким образом следовательно значит поэтому получаем dus daarom zatem więc
  stąd alltså därför så buna göre bu nedenle doğru nihai sonuç olarak endgültige richtige bonne
  correcta correcte corretta certa correta final finale правильный окончательный финальный
  poprawna ostateczna juiste إذن إذا فإن لذا अतः इसलिए सही अंतिम άρα επομένως η τελική i und et y
  e`,
)
const LINKS = words(
  `es son est sont ist sind lautet beträgt è sono é são vale igual a à zu égal égale finale final
  endgültige correcta correcte jest to wynosi är är: blir is zijn равен равна равно это составляет
  είναι to هو هي है number número numero nombre zahl число exactamente exactement genau
  esattamente entonces donc also x y n s`,
)
/** Denials, comparisons, doubts and joining words: they make another answer of a value. */
const REFUSING = words(
  `o u ou oder или veya lub albo eller of y et und e и ve i och en no non não nicht pas не niet nie
  inte ikke kein keine değil quizás quizá vielleicht talvez forse может peut-être peut être
  misschien może kanske falso falsch faux false wrong mais aber pero ma mas но sondern sino más
  plus mehr more menos moins weniger больше меньше mindestens höchstens environ incorrecto
  incorrecta fois mal veces volte vezes pour falls wenn si se если außer ohne sauf sans excepto
  sin tranne senza кроме`,
)

const LEADS_EAST = oneOf(
  `因此|所以|最终|最終|最后|故|则|则|正确|综上|综上所述|那么|本题|该题|这个|这道|问题|题目|题|的
  |我的|即|由此得|可知|したがって|従って|よって|ゆえに|だから|以上より|最終的な|求める|正しい|その
  |この問題の|따라서|그러므로|그래서|최종|최종적으로|결국|즉|이|문제의`,
)
const LEAD_EAST = new RegExp(`^[\\s*_#>]*(?:${LEADS_EAST}\\s*)*$`)
const LINKS_EAST = oneOf("就是|应该是|应为|是|为|為|等于|等於|は|が|은|는|이|:|：|=|→")
const LINK_EAST = new RegExp(`^[\\s*_"'(（「]*${LINKS_EAST}*[\\s*_:："'$（(「]*$`)
const CLOSES_EAST = oneOf(
  "です|だ|である|となります|になります|입니다|이다|이에요|예요|है|हैं|होगा|ہے",
)
const TAIL_EAST = new RegExp(
  `^[\\s*_$)）」"”。．.]*(?:${COUNTER})?[\\s*_$]*${CLOSES_EAST}?[\\s*_)）」"”。．.!！।]*$`,
)
