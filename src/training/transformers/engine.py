"""
Many requests, one model: decoded together, each as if it were alone.

Requests that wait are taken in as one cohort, a padded batch with a cache of its own; cohorts take
turns of one token. Every sample draws from a generator of its own, seeded by its request, so that
what else is in flight changes nothing but rounding. On a CPU the arithmetic is float64, where
rounding is some ten orders of magnitude smaller than what could move a draw.
"""

import random
import threading
from collections import deque
from dataclasses import dataclass, field
from queue import SimpleQueue

import torch
from transformers import DynamicCache

COHORT_SEQUENCES_MAX = 64
WAITING_SEQUENCES_MAX = 16_384


class Busy(Exception):
    """The queue is full."""


@dataclass
class Request:
    prompt: list[int]
    samples: int
    max_tokens: int
    temperature: float
    top_p: float
    seed: int
    events: SimpleQueue = field(default_factory=SimpleQueue)
    is_cancelled: bool = False

    def tell(self, *event):
        self.events.put(event)


@dataclass
class Sequence:
    """One sample of a request. Its events are (index, token or None, finish reason or None)."""

    request: Request
    index: int
    random: random.Random
    tokens: int = 0


class Engine:
    """Decodes for one model in a thread of its own."""

    def __init__(self, model, ends):
        self.model, self.ends = model, ends
        self.waiting, self.cohorts = deque(), []
        self.wake, self.queued = threading.Condition(), 0
        self.is_closed = self.is_stepping = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def submit(self, request):
        with self.wake:
            if self.queued + request.samples > WAITING_SEQUENCES_MAX:
                raise Busy(f"{self.queued} samples wait already")
            self.queued += request.samples
            self.waiting.append(request)
            self.wake.notify()

    def is_idle(self):
        with self.wake:
            return not (self.waiting or self.cohorts or self.is_stepping)

    def close(self):
        with self.wake:
            self.is_closed = True
            self.wake.notify()
        self.thread.join()

    def run(self):
        while True:
            with self.wake:
                while not (self.waiting or self.cohorts or self.is_closed):
                    self.wake.wait()
                if self.is_closed:
                    return
                taken, self.is_stepping = self.take(), True
            try:
                if taken:
                    self.cohorts.append(Cohort(self.model, self.ends, taken))
                for cohort in self.cohorts:
                    cohort.step()
            except Exception as error:  # a request must not wait for ever for a broken model
                for request in [*taken, *(one.request for c in self.cohorts for one in c.rows)]:
                    request.tell(-1, None, f"{type(error).__name__}: {error}")
                self.cohorts = []
            with self.wake:
                self.cohorts = [cohort for cohort in self.cohorts if cohort.rows]
                self.is_stepping = False

    def take(self):
        """The next cohort: requests in their order, as many as fit."""
        room = COHORT_SEQUENCES_MAX - sum(len(cohort.rows) for cohort in self.cohorts)
        taken = []
        while self.waiting and (self.waiting[0].samples <= room or not (taken or self.cohorts)):
            request = self.waiting.popleft()
            self.queued -= request.samples
            room -= request.samples
            if not request.is_cancelled:
                taken.append(request)
        return taken


class Cohort:
    """Sequences in step: prompts padded on the left, one row a prompt, then one row a sample."""

    def __init__(self, model, ends, requests):
        self.model, self.ends = model, ends
        width = max(len(request.prompt) for request in requests)
        device = model.device
        ids = [[0] * (width - len(one.prompt)) + one.prompt for one in requests]
        mask = [[0] * (width - len(one.prompt)) + [1] * len(one.prompt) for one in requests]
        self.mask = torch.tensor(mask, device=device)
        self.cache = DynamicCache(config=model.config)
        self.position = self.mask.sum(1)
        logits = self.forward(
            torch.tensor(ids, device=device), (self.mask.cumsum(1) - 1).clamp(min=0)
        )
        rows = [at for at, request in enumerate(requests) for _ in range(request.samples)]
        self.rows = [
            Sequence(request, index, random.Random(f"{request.seed} {index}"))
            for request in requests
            for index in range(request.samples)
        ]
        self.select(rows)
        self.logits = logits[rows]

    @torch.inference_mode()
    def forward(self, ids, positions):
        reply = self.model(
            input_ids=ids,
            attention_mask=self.mask,
            position_ids=positions,
            past_key_values=self.cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return reply.logits[:, -1].double()

    def select(self, rows):
        index = torch.tensor(rows, device=self.mask.device)
        self.cache.batch_select_indices(index)
        self.mask, self.position = self.mask[index], self.position[index]

    @torch.inference_mode()
    def step(self):
        drawn = draw(self.logits, self.rows).tolist()
        kept = []
        for at, (row, token) in enumerate(zip(self.rows, drawn)):
            if self.tell(row, token):
                kept.append(at)
        if len(kept) < len(self.rows):
            self.rows = [self.rows[at] for at in kept]
            if not kept:
                return
            self.select(kept)
        ids = torch.tensor([[drawn[at]] for at in kept], device=self.mask.device)
        self.mask = torch.cat([self.mask, self.mask.new_ones(len(kept), 1)], 1)
        self.logits = self.forward(ids, self.position[:, None])
        self.position = self.position + 1

    def tell(self, row, token):
        """Whether the sample goes on."""
        request = row.request
        if request.is_cancelled:
            return False
        if token in self.ends:
            request.tell(row.index, None, "stop")
            return False
        row.tokens += 1
        is_last = row.tokens >= request.max_tokens
        request.tell(row.index, token, "length" if is_last else None)
        return not is_last


def draw(logits, rows):
    """
    One token a row: the likeliest at temperature 0, else by inversion of the distribution function
    with one number of the row's own generator; among the likeliest that make up top_p (Holtzman et
    al. 2020) where it is below 1.
    """
    device = logits.device
    temperature = torch.tensor([row.request.temperature for row in rows], device=device).double()
    greedy = logits.argmax(1)
    if not temperature.any():
        return greedy
    uniform = torch.tensor([row.random.random() for row in rows], device=device).double()
    share = torch.softmax(logits / temperature.clamp(min=1e-6)[:, None], 1)
    top_p = torch.tensor([row.request.top_p for row in rows], device=device).double()
    if (top_p < 1).any():
        ordered, order = share.sort(dim=1, descending=True, stable=True)
        outside = ordered.cumsum(1) - ordered >= top_p[:, None]
        share = share.scatter(1, order, ordered.masked_fill(outside, 0.0))
    below = share.cumsum(1)
    drawn = (below <= (uniform * below[:, -1])[:, None]).sum(1)
    return torch.where(temperature > 0, drawn.clamp(max=share.shape[1] - 1), greedy)
