"""What came so far of a reply, and its words in the protocol's shapes."""

import secrets
import time


class Reply:
    """The tokens of every sample, in the order in which they came."""

    def __init__(self, asked, request, tokenizer):
        self.asked, self.request, self.tokenizer = asked, request, tokenizer
        self.tokens = [[] for _ in range(request.samples)]
        self.told = [""] * request.samples
        self.finish = [None] * request.samples
        self.id, self.created = f"chatcmpl-{secrets.token_hex(12)}", int(time.time())

    def is_open(self):
        return None in self.finish

    def take(self, index, token, finish):
        """The text that one more token adds; what is half a character waits for the next."""
        if token is not None:
            self.tokens[index].append(token)
        self.finish[index] = finish
        text = self.text(index)
        if not finish and text.endswith("\ufffd"):
            return ""
        added = text[len(self.told[index]) :]
        self.told[index] = text
        return added

    def text(self, index):
        return self.tokenizer.decode(self.tokens[index], skip_special_tokens=True)

    def usage(self):
        prompt, written = len(self.request.prompt), sum(map(len, self.tokens))
        return {
            "prompt_tokens": prompt,
            "completion_tokens": written,
            "total_tokens": prompt + written,
        }

    def frame(self, kind, choices):
        head = {"id": self.id, "object": kind, "created": self.created}
        return {**head, "model": self.asked["model"], "choices": choices}

    def chunk(self, index, text, finish):
        delta = {"role": "assistant", "content": text}
        choice = {"index": index, "delta": delta, "finish_reason": finish}
        return self.frame("chat.completion.chunk", [choice])

    def whole(self):
        choices = [
            {
                "index": index,
                "message": {"role": "assistant", "content": self.text(index)},
                "finish_reason": finish,
            }
            for index, finish in enumerate(self.finish)
        ]
        return {**self.frame("chat.completion", choices), "usage": self.usage()}
