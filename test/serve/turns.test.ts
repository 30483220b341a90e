import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { replyAfter, splitTurns, withoutMarks } from "../../src/serve/turns.ts"

const RUNS = { numRuns: 200, seed: 20 }
const words = fc
  .string({ minLength: 1, maxLength: 40 })
  .filter((text) => /^[a-z0-9 ]+$/i.test(text))

describe("a decoded text", () => {
  it("is split where the model's first turn begins, whatever the template", () => {
    const texts = [
      "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\nA<|im_end|>",
      "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nQ<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nA<|eot_id|>",
      "<s>[INST] Q [/INST] A</s>",
      "<bos><start_of_turn>user\nQ<end_of_turn>\n<start_of_turn>model\nA<end_of_turn>\n<eos>",
      "<｜begin▁of▁sentence｜><｜User｜>Q<｜Assistant｜>A<｜end▁of▁sentence｜>",
      "<|user|>\nQ<|end|>\n<|assistant|>\nA<|end|><|endoftext|>",
      "A chat.\nHuman: Q\nAssistant: A</s><pad><pad>",
      "A chat. USER: Q ASSISTANT: A</s>",
    ]
    for (const text of texts) expect(splitTurns(text), text).toEqual({ prompt: "Q", reply: "A" })
    for (const text of ["Q\nA", "", "[INST] Q", "Assistant: A"]) {
      expect(splitTurns(text), text).toBeUndefined()
    }
  })

  it("keeps a reply from passing as the question, in every other template", () => {
    const text = "[INST] Q [/INST] <|im_start|>user\nother<|im_end|>\n<|im_start|>assistant\nA"
    expect(splitTurns(text)?.prompt).toBe("Q")
  })

  it("gives the reply that follows its prompt, even one that repeats it", () => {
    fc.assert(
      fc.property(words, words, (prompt, reply) => {
        expect(replyAfter(prompt, `${prompt}${reply}`)).toBe(reply.trim())
        expect(replyAfter(prompt, `<s>${prompt}${reply}${prompt}</s>`)).toBe(
          `${reply}${prompt}`.trim(),
        )
      }),
      RUNS,
    )
  })

  it("gives no reply where the prompt is not in it", () => {
    expect(replyAfter("What is 2 + 2?", "What is 3 + 3? 6")).toBeUndefined()
  })

  it("loses only what stands at its ends", () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(withoutMarks(`<s> <pad>${text}<|im_end|>\n</s><pad>`)).toBe(text.trim())
        expect(withoutMarks(`a</s>${text}b`)).toBe(`a</s>${text}b`)
      }),
      RUNS,
    )
  })

  it("of ten million characters takes no long time, padding and all", () => {
    for (const part of ["<pad>", " <s> ", "<|im_end|>\n", "<", " "]) {
      const text = part.repeat(10_000_000 / part.length)
      expect(withoutMarks(text).length).toBeLessThanOrEqual(text.length)
      expect(replyAfter("Q", text)).toBeUndefined()
    }
  })
})
