import type { Random } from "../../src/world.ts"
import { oneOf } from "./draw.ts"

/** What a reply is made of: the key and a wrong answer, both written in one notation. */
export interface Trick {
  readonly key: string
  readonly wrong: string
  readonly latex: boolean
  /** Whether the key is one value, and no list, equation or phrase. */
  readonly isValue: boolean
  /** Whether a letter for a digit is no slip: beside + C, it is a part of the constant. */
  readonly anyConstant: boolean
}

export interface Tricked {
  readonly slip: string
  readonly reply: string
}

/** A reply that shows the key and does not give it as its answer; null where none can be made. */
export function tricked(trick: Trick, random: Random): Tricked | null {
  const latex = (text: string) => (trick.latex ? `$${text}$` : text)
  const key = latex(trick.key)
  const wrong = latex(trick.wrong)
  const [slip, replies] = oneOf(random, [
    ["denied", denials(key)],
    ["hedged", trick.isValue ? hedges(key, wrong, trick) : []],
    ["withdrawn", withdrawals(key, wrong)],
    ["another's answer", others(key, wrong)],
    ["cut off", cutOffs(trick)],
    ["look-alike letters", trick.anyConstant ? [] : lookAlikes(trick)],
    ["left undone", trick.isValue ? undone(trick) : []],
    ["program", programs(trick)],
    ["before the last box", boxes(trick)],
  ] as const)
  return replies.length === 0 ? null : { slip, reply: oneOf(random, replies) }
}

function denials(key: string): string[] {
  return [
    `The answer is not ${key}.`,
    `It is not ${key}.`,
    `It cannot be ${key}, so I do not know.`,
    `The answer isn't ${key}`,
    `${key} is wrong.`,
    `One might answer ${key}, which is incorrect.`,
    `Final answer: anything but ${key}`,
  ]
}

function hedges(key: string, wrong: string, trick: Trick): string[] {
  return [
    `The answer is either ${key} or ${wrong}, but I am not sure which.`,
    `\\boxed{${trick.key}} or \\boxed{${trick.wrong}}`,
    `The answer is $\\boxed{${trick.wrong}}$ or perhaps $\\boxed{${trick.key}}$.`,
    `It could be ${key} or ${wrong}.`,
  ]
}

function withdrawals(key: string, wrong: string): string[] {
  return [
    `The answer is ${key}. Wait, that is wrong. The answer is ${wrong}.`,
    `So the answer is ${key}.\n\nHmm, I made a mistake above. The final answer is ${wrong}`,
    `Answer: ${key}\n\nCorrection: the answer is ${wrong}`,
    `I first had ${key}, but the correct answer is ${wrong}.`,
    `The answer is ${wrong}, not ${key}.`,
    `The answer is ${wrong} rather than ${key}.`,
  ]
}

function others(key: string, wrong: string): string[] {
  return [
    `The student wrote ${key}, but the correct answer is ${wrong}.`,
    `If x were doubled, the answer would be ${key}. Here the answer is ${wrong}.`,
    `Compare with the earlier problem, whose answer was ${key}. This time, the answer is ${wrong}.`,
  ]
}

/** Without its last character, and with no brace to close the box. */
function cutOffs({ key, latex }: Trick): string[] {
  if (!latex || key.length < 3) return []
  const start = key.slice(0, -1)
  return [`So the final answer is \\boxed{${start}`, `The answer is $\\boxed{${start}`]
}

const LOOK_ALIKES: readonly (readonly [letter: string, other: string])[] = [
  ["x", "х"],
  ["a", "а"],
  ["y", "у"],
  ["3", "З"],
  ["0", "О"],
  ["0", "O"],
  ["1", "l"],
  ["5", "S"],
  ["e", "е"],
]

/** One letter in the shape of another, where it stands alone and so is a name or a digit. */
function lookAlikes({ key }: Trick): string[] {
  return LOOK_ALIKES.flatMap(([letter, other]) => {
    const alone = new RegExp(`(?<![\\\\a-zA-Z])${letter}(?![a-zA-Z])`)
    return alone.test(key) ? [key.replace(alone, other)] : []
  })
}

/** The question given back: it has the key's value, and nothing was worked out. */
function undone({ key, latex }: Trick): string[] {
  if (!latex || /[=<>a-z]\b(?<!\\[a-z]+)/.test(key)) return []
  return [
    `\\int_0^1 ${key}\\,dt`,
    `\\sum_{k=1}^{1} ${key}`,
    `\\lim_{t\\to 0} \\left(${key}+t\\right)`,
    `\\frac{d}{dt}\\left(${key} t\\right)`,
  ]
}

function programs({ key, latex }: Trick): string[] {
  if (latex) return []
  return [
    `print(${key})`,
    `return ${key};`,
    `lambda x: ${key}`,
    `def f(x):\n    return ${key}`,
    `eval("${key}")`,
    `answer = ${key}; print(answer)`,
  ]
}

function boxes({ key, wrong, latex }: Trick): string[] {
  if (!latex) return []
  return [
    `We get \\boxed{${key}}.\n\nBut the question asks for more, so the answer is \\boxed{${wrong}}.`,
    `Part one gives $\\boxed{${key}}$. Then, doing the same again:\n\n$$\\boxed{${wrong}}$$`,
    `<think>The answer is \\boxed{${key}}.</think>\n\n\\boxed{${wrong}}`,
    `<think>\\boxed{${wrong}}</think>\n\n\\boxed{${wrong}} and not \\boxed{${key}}.`,
  ]
}
