"""What a job begins with: a tiny causal model of random weights, or any other by path or name."""

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    set_seed,
)

from checkpoint import dtype_of, load_tokenizer
from job import JobError

PRINTABLE = "\n" + "".join(map(chr, range(32, 127)))
MATHEMATICS = "×÷·±−–≤≥≠≈√π∞°²³¹⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉½⅓¼¾∈∉∪∩∅∧∨¬⊕→↔≡∀∃∑∏∫∂Δθλμσφωαβγε…“”‘’"
PAD, END, UNKNOWN = "<pad>", "<end>", "<unknown>"

# Nothing but the contents, so that a prompt reaches the model as it is; a reply in a conversation
# is closed, so that a model that is trained on conversations learns to stop.
BARE_TEMPLATE = (
    "{% for message in messages %}{{ message['content'] }}"
    "{% if message['role'] == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}"
)


def begin(job):
    """The base model and its tokenizer."""
    if job.model == "tiny":
        model, tokenizer = tiny_model(job), character_tokenizer(job)
    else:
        try:
            dtype = dtype_of(job.setting("dtype", "auto"))
            model = AutoModelForCausalLM.from_pretrained(job.model, dtype=dtype)
            tokenizer = load_tokenizer(job.model)
        except (OSError, ValueError) as error:
            raise JobError(
                f"cannot load the model {job.model!r}: {error}; give the path of a folder in "
                "Hugging Face's layout, a name that is in the local cache, or 'tiny'"
            ) from error
    if job.form == "bare":
        tokenizer.chat_template = bare_template(tokenizer)
    elif tokenizer.chat_template is None:
        raise JobError(f"the tokenizer of {job.model!r} has no chat template; use form 'bare'")
    return model, tokenizer


def tiny_model(job):
    """A Llama of a few layers: weights from the seed, no download."""
    sizes = {"layers": 3, "width": 128, "heads": 4, "context": 256, **job.setting("tiny", {})}
    if unknown := set(sizes) - {"layers", "width", "heads", "context"}:
        raise JobError(f"settings.tiny has no {', '.join(sorted(unknown))}")
    if sizes["width"] % (2 * sizes["heads"]) != 0:
        raise JobError("settings.tiny.width must be a multiple of twice settings.tiny.heads")
    tokenizer = character_tokenizer(job)
    set_seed(job.seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=sizes["width"],
            intermediate_size=4 * sizes["width"],
            num_hidden_layers=sizes["layers"],
            num_attention_heads=sizes["heads"],
            max_position_embeddings=sizes["context"],
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def character_tokenizer(job):
    """One token a character."""
    characters = [PAD, END, UNKNOWN, *PRINTABLE, *MATHEMATICS]
    vocabulary = {character: at for at, character in enumerate(characters)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=END,
        unk_token=UNKNOWN,
        model_max_length=job.setting("tiny", {}).get("context", 256),
        chat_template=BARE_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


def bare_template(tokenizer):
    """The contents, after the mark that the tokenizer puts before every text, if it does."""
    begins = tokenizer.bos_token is not None and tokenizer("a").input_ids[:1] == [
        tokenizer.bos_token_id
    ]
    return ("{{ bos_token }}" if begins else "") + BARE_TEMPLATE
