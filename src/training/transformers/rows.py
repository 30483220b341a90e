"""A bundle's rows as TRL takes them."""

import json

from job import JobError


def read(job):
    """
    SFT: {prompt, completion}. GRPO: {prompt, problem}, each problem once, as the solver and not
    the bundle answers. In a conversation both sides are lists of messages.
    """
    with open(job.data, encoding="utf-8") as lines:
        given = [json.loads(line) for line in lines]
    if not given:
        raise JobError(f"{job.data} has no rows")
    return supervised(job, given) if job.method == "sft" else prompts_only(job, given)


def supervised(job, given):
    weighted = [at for at, row in enumerate(given, 1) if row.get("weight", 1) != 1]
    if weighted:
        raise JobError(
            f"row {weighted[0]} has weight {given[weighted[0] - 1]['weight']}: SFT gives every row "
            "the same weight; use objective 'imitate', or method 'grpo' for a policy gradient"
        )
    return [
        {"prompt": prompt_of(job, row), "completion": completion_of(job, row)} for row in given
    ]


def prompts_only(job, given):
    unnamed = [at for at, row in enumerate(given, 1) if not row.get("problem")]
    if unnamed:
        raise JobError(f"row {unnamed[0]} names no problem: the reward server cannot judge it")
    problems = {row["problem"]: row for row in given}
    return [
        {"prompt": prompt_of(job, row), "problem": problem} for problem, row in problems.items()
    ]


def prompt_of(job, row):
    prompt = row["prompt"]
    if job.form == "chat" and isinstance(prompt, str):
        return [{"role": "user", "content": prompt}]
    if job.form == "bare" and not isinstance(prompt, str):
        raise JobError("a prompt is a list of messages; use form 'chat'")
    return prompt


def completion_of(job, row):
    text = row["completion"]
    return [{"role": "assistant", "content": text}] if job.form == "chat" else text


def refuse_long(job, rows, tokenizer, model):
    """Cut short, a row would teach half an answer: a bundle with one too long is refused."""
    context = getattr(model.config, "max_position_embeddings", None)
    added = 1 if job.method == "sft" else job.setting("maxTokens", 64)  # the end, or an answer
    for at, row in enumerate(rows, 1) if context else ():
        said = row["prompt"] + row.get("completion", type(row["prompt"])())
        if isinstance(said, str):
            tokens = tokenizer(said).input_ids
        else:
            tokens = tokenizer.apply_chat_template(said, return_dict=True)["input_ids"]
        if len(tokens) + added > context:
            raise JobError(
                f"row {at} has {len(tokens)} tokens and room for {added} more is needed; the "
                f"model's context is {context}: take a model with a longer one, or easier skills"
            )
