import { z } from "zod"
import { Message } from "./example.ts"
import { assistant, plainPrompt } from "./messages.ts"
import { JUDGED, SERVER, SHIMS } from "./shims.ts"
import { defineTarget } from "./target.ts"

const text = z.string().min(1)
const messages = z.array(Message).min(1)
const USE = "`from agon_reward import agon_reward`, and `GRPOTrainer(reward_funcs=agon_reward, …)`"
const rewardFile = () => ({ "agon_reward.py": SHIMS.trl({ url: SERVER }) })

/**
 * TRL's dataset types (huggingface.co/docs/trl, "Dataset formats and types"): each in the standard
 * form of strings, for models without a chat template, and in the conversational form of messages.
 * The two are never mixed in a file.
 */
export const TRL = [
  defineTarget({
    name: "trl-sft",
    about: "TRL SFTTrainer, prompt-completion, standard",
    kind: "demonstration",
    schema: z.strictObject({ prompt: text, completion: text }),
    row: ({ prompt, completion }) => ({ prompt: plainPrompt(prompt), completion }),
  }),
  defineTarget({
    name: "trl-sft-chat",
    about: "TRL SFTTrainer, prompt-completion, conversational",
    kind: "demonstration",
    schema: z.strictObject({ prompt: messages, completion: messages }),
    row: ({ prompt, completion }) => ({ prompt, completion: assistant(completion) }),
  }),
  defineTarget({
    name: "trl-dpo",
    about: "TRL DPOTrainer, explicit prompt, standard",
    kind: "preference",
    schema: z.strictObject({ prompt: text, chosen: text, rejected: text }),
    row: ({ prompt, chosen, rejected }) => ({ prompt: plainPrompt(prompt), chosen, rejected }),
  }),
  defineTarget({
    name: "trl-dpo-chat",
    about: "TRL DPOTrainer, explicit prompt, conversational",
    kind: "preference",
    schema: z.strictObject({ prompt: messages, chosen: messages, rejected: messages }),
    row: ({ prompt, chosen, rejected }) => ({
      prompt,
      chosen: assistant(chosen),
      rejected: assistant(rejected),
    }),
  }),
  defineTarget({
    name: "trl-kto",
    about: "TRL KTOTrainer, unpaired labels, standard",
    kind: "label",
    schema: z.strictObject({ prompt: text, completion: text, label: z.boolean() }),
    row: ({ prompt, completion, isGood }) => ({
      prompt: plainPrompt(prompt),
      completion,
      label: isGood,
    }),
  }),
  defineTarget({
    name: "trl-kto-chat",
    about: "TRL KTOTrainer, unpaired labels, conversational",
    kind: "label",
    schema: z.strictObject({ prompt: messages, completion: messages, label: z.boolean() }),
    row: ({ prompt, completion, isGood }) => ({
      prompt,
      completion: assistant(completion),
      label: isGood,
    }),
  }),
  defineTarget({
    name: "trl-grpo",
    about: "TRL GRPOTrainer, prompt-only, standard; the key in `solution`",
    kind: "task",
    schema: z.strictObject({ prompt: text, solution: text, problem: text }),
    row: ({ prompt, problem }) => ({
      prompt: plainPrompt(prompt),
      solution: problem.answer,
      problem: problem.id,
    }),
    companions: rewardFile,
    use: USE,
    limits: [JUDGED],
  }),
  defineTarget({
    name: "trl-grpo-chat",
    about: "TRL GRPOTrainer, prompt-only, conversational; the key in `solution`",
    kind: "task",
    schema: z.strictObject({ prompt: messages, solution: text, problem: text }),
    row: ({ prompt, problem }) => ({ prompt, solution: problem.answer, problem: problem.id }),
    companions: rewardFile,
    use: USE,
    limits: [JUDGED],
  }),
]
