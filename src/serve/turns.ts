/** How chat templates begin the turn of the user and that of the model. */
const TEMPLATES: readonly (readonly [user: string, model: string])[] = [
  ["<|im_start|>user", "<|im_start|>assistant"],
  ["<|start_header_id|>user<|end_header_id|>", "<|start_header_id|>assistant<|end_header_id|>"],
  ["<|header_start|>user<|header_end|>", "<|header_start|>assistant<|header_end|>"],
  ["<start_of_turn>user", "<start_of_turn>model"],
  ["<｜User｜>", "<｜Assistant｜>"],
  ["<|user|>", "<|assistant|>"],
  ["[INST]", "[/INST]"],
  ["<|User|>", "<|Assistant|>"],
  ["Human:", "Assistant:"],
  ["USER:", "ASSISTANT:"],
  ["User:", "Assistant:"],
]

/** What tokenizers put before a text and behind a turn. */
const MARKS: readonly string[] = [
  "<s>",
  "</s>",
  "<bos>",
  "<eos>",
  "<pad>",
  "[PAD]",
  "<unk>",
  "<|begin_of_text|>",
  "<|end_of_text|>",
  "<|endoftext|>",
  "<|im_end|>",
  "<|eot_id|>",
  "<|eot|>",
  "<|eom_id|>",
  "<|end|>",
  "<|pad|>",
  "<|finetune_right_pad_id|>",
  "<end_of_turn>",
  "<｜begin▁of▁sentence｜>",
  "<｜end▁of▁sentence｜>",
  "<｜▁pad▁｜>",
]

const MARKS_CUT_MAX = 16_384 // padding of one text; a batch is padded to its longest reply

/** A decoded conversation of one question and one reply. */
export interface Turns {
  /** What the user said. */
  readonly prompt: string
  readonly reply: string
}

/**
 * Splits a decoded text where a chat template shows the turns. The template is the one whose user
 * speaks first, and the reply begins at the first turn of the model: what the model writes comes
 * later, and so cannot pass itself off as the question.
 */
export function splitTurns(text: string): Turns | undefined {
  let found: { readonly at: number; readonly user: string; readonly model: string } | undefined
  for (const [user, model] of TEMPLATES) {
    const at = text.indexOf(user)
    if (at >= 0 && (found === undefined || at < found.at)) found = { at, user, model }
  }
  if (found === undefined) return undefined
  const { at, user, model } = found
  const begins = text.indexOf(model, at + user.length)
  if (begins < 0) return undefined
  return {
    prompt: withoutMarks(text.slice(at + user.length, begins)),
    reply: withoutMarks(text.slice(begins + model.length)),
  }
}

/** The reply in a decoded query, whose prompt is known; undefined where it is not found. */
export function replyAfter(prompt: string, query: string): string | undefined {
  const said = withoutMarks(prompt)
  const whole = withoutMarks(query)
  if (whole.startsWith(said)) return withoutMarks(whole.slice(said.length))
  const at = whole.indexOf(said)
  if (at >= 0) return withoutMarks(whole.slice(at + said.length))
  // Decoded without special tokens, the prompt has lost some of its text.
  const bare = withoutSpecial(said).trim()
  const rest = withoutSpecial(whole)
  const begun = rest.indexOf(bare)
  return begun < 0 ? splitTurns(whole)?.reply : withoutMarks(rest.slice(begun + bare.length))
}

/** Without space and the marks of tokenizers at both ends. */
export function withoutMarks(text: string): string {
  let rest = text.trim()
  for (let cut = 0; cut < MARKS_CUT_MAX; cut++) {
    const start = /^[<[]/.test(rest) ? MARKS.find((mark) => rest.startsWith(mark)) : undefined
    const end = /[>\]]/.test(rest.at(-1) ?? "")
      ? MARKS.find((mark) => rest.endsWith(mark))
      : undefined
    if (start !== undefined) rest = rest.slice(start.length).trim()
    else if (end !== undefined) rest = rest.slice(0, -end.length).trim()
    else break
  }
  return rest
}

function withoutSpecial(text: string): string {
  return text.replace(/<\|[^|<>]{1,40}\|>/g, "")
}
