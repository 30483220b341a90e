import type { Case } from "./extract.cases.ts"

/** Sentences that hold a number and commit themselves to none. */
export const UNSTATED: readonly Case[] = (
  [
    ...[
      "If all play, the answer is 36.",
      "Nobody would say the answer is 36.",
      "I refuse to say 36.",
    ],
    ...["My friend says 36. I disagree.", "The book says 36, but this is a misprint.", "wrong: 36"],
    ...["36 (wrong)", "Wrong answer: 36", "Incorrect answer: 36", "The naive answer is 36."],
    ...[
      "Most people say 36.",
      "According to the book, the answer is 36.",
      "It was thought to be 36.",
    ],
    ...["It is false that the answer is 36.", "The answer is anything but 36.", "It could be 36."],
    ...[
      "Suppose the answer is 36. Then we get a contradiction.",
      "We get x = 36, a contradiction.",
    ],
    ...["Assume x = 36. This leads to a contradiction, so there is no such x.", "x = 36 is false."],
    ...["The problem mentions 36 minutes, but the answer cannot be found.", "36 is too big."],
    ...["We know that 36 is close, but we cannot be certain.", "36 is an upper bound."],
    ...["There is no answer; 36 does not satisfy the equation.", "We get x = 36 (rejected)."],
    ...["The answer must differ from 36.", "The answer has 36 digits.", "The answer ends in 36."],
    ...["The square of the answer is 36.", "Twice the answer is 36.", "The answer squared is 36."],
    ...["An upper bound for the answer is 36.", "The answer is not known, but 36 is a good guess."],
    ...[
      "The answer is 36. That can't be right.",
      "The answer is 36. Just kidding.",
      "36 it is not.",
    ],
    ...[
      "The answer is 36 - just kidding, 18.",
      "The answer is 36, I mean 18.",
      "It cannot be **36**.",
      "We get x = 36; reject.",
    ],
    ...[
      "Dividing both sides by 36.",
      "Then multiply by 36.",
      "Subtract 2 from 36.",
      "Let's try 36.",
    ],
    ...["The function is undefined at x = 36.", "Many students answer 36.", "Some of the 36 came."],
    ...["We want the sum to be 36.", "We need to show that the sum is 36.", "You gave 36."],
    ...["A common mistake is to get 36.", "36 is twice the answer.", "The expected answer is 36."],
    ...["The sum is coprime to 36.", "The sum is bounded by 36.", "There are no 36 people."],
  ] as const
).map((reply) => [reply, "!negated"] as const)

/** A doubt, a denial or a condition elsewhere in the reply leaves the answer as it is. */
export const STATED: readonly Case[] = (
  [
    ...["There is no doubt that the answer is 36.", "It is not hard to see that the answer is 36."],
    ...["It cannot be denied that the answer is 36.", "The answer is 36, no matter what."],
    ...["The number of students who did not pass is 36.", "The number of wrong answers is 36."],
    ...["The number of students who claimed a prize is 36.", "He thinks of the number 36."],
    ...["Assuming a constant speed, the total is 36.", "If we add these, we get 36."],
    ...["So if each costs 9, he pays 36.", "Unlike the first case, here we get 36."],
    ...["We should discard x = -4 and the answer is 36.", "The answer is 36, if I'm not mistaken."],
    ...["The answer is 36. If it were 37, we would have a contradiction.", "Nothing but 36 works."],
    ...["The answer is 36. It is impossible to do better.", "In total, 36 students came."],
    ...["Of the 50, only 36 remain.", "I first thought 18, but the sum is 36.", "Only 36 works."],
    ...["One might think that the answer is 18. In fact it is 36.", "36 (see above)", "~~18~~ 36"],
    ...["Some would say the answer is 18. The count is 36.", "We have 18 each, so 36 came."],
    ...["The answer is 18. No, 36.", "The answer is 18. Correction: 36."],
    ...[
      "Step 1: start from 5.\nStep 2: correct the slip.\n\n36",
      "Hence it is 36. Q.E.D.",
      "=> 36",
    ],
    ...[
      "So 2x = 72. Dividing by 2, we get 36.",
      "Ans. 36",
      "\\therefore 36",
      "The total cost = 36",
    ],
    ...["Tom ends up with 36 apples.", "The series sums to 36.", "That brings the total to 36."],
    ...["x can't be negative, so it is 36.", "He thought of the number 36.", "I'd say 36."],
    ...["Not counting the first, there are 36.", "Altogether, 36.", "for a total of 36"],
  ] as const
).map((reply) => [reply, "36"] as const)

export const ELSEWHERE: readonly Case[] = [
  ["x = 36, since x = -36 is rejected.", "x = 36"],
  ["The chance is $\\frac{13}{100}$, so $m + n = 113$.", "$m + n = 113$"],
  ["$\\theta=\\frac{\\pi}{3}$, i.e. $60^\\circ$.", "$60^\\circ$"],
  ["The domain is all real numbers except x = 3.", "all real numbers except x = 3"],
  ["The total number of ways is 5 \\cdot 25 =", "!cut-off"],
  ["We compute the sum as follows: 100 + 25 +", "!cut-off"],
  ["La respuesta es 25.", "25"],
  ["La réponse est 25.", "25"],
  ["Das Ergebnis ist 25.", "25"],
  ["所以答案是25。", "25"],
  ["答案为：25", "25"],
  ["答えは25です。", "25"],
  ["정답은 25입니다.", "25"],
  ["Итак, ответ равен 25.", "25"],
  ["الجواب: 25", "25"],
]

/** Values in words that are not understood well enough to mark anybody right or wrong. */
export const UNTRUSTED: readonly Case[] = (
  [
    ...["The answer is 5; on second thought, 6.", "The answer is 5, or rather 6."],
    ...["The answer is 5. However, x must be negative, hence there is no answer."],
    ...["The answer is 5, but the question asks for the negative, so -5."],
    ...["Since 5 is prime, there are two.", "The answer is 5 plus some constant."],
    ...["The answer is 5 times larger than x.", "Answer: except 5", "Answer: without 5"],
    ...["\\boxed{6}. Score: \\boxed{5}", "My confidence: 5", "There's a 50% chance it's 5."],
    ...["Final answer: 5 is what a careless solver would say.", "a loss of 5"],
    ...["The answer depends on n, for n=2 it is 5.", "The answer most students give is 5."],
    ...["I cannot solve this. There are 5 unknowns.", "x > \\boxed{5}", "The answer is 5 or so."],
    ...["The sum 2+3 gives 5, then we square it to obtain the answer."],
    ...["La réponse est 5 ou 6.", "Die Antwort ist größer als 5.", "La respuesta nunca es 5."],
    ...["Ответ: 5 или 6.", "答えは5または6です。", "答案不是5。", "정답은 5보다 큽니다."],
    ...["maybe 41, maybe 61", "possibly 41, possibly 61", "maybe 41. maybe 61.", "61, if not 41"],
    ...["first guess: 41; second guess: 61", "guess 1: 41, guess 2: 61", "41, alternatively 61"],
    ...["option 1: 41, option 2: 61", "perhaps 41; perhaps 61", "41\n61, or the one above"],
    ...["Si n es par, la respuesta es 5.", "Falsche Antwort: 5", "错误答案：5"],
  ] as const
).map((reply) => [reply, "!unclear"] as const)
