"""The protocol: what may be asked, how it is answered, and how a fault is told."""

import json
import secrets
import select
import socket
from http.server import BaseHTTPRequestHandler
from queue import Empty

from engine import Busy, Request
from reply import Reply

BODY_BYTES_MAX = 4 << 20
CONNECTIONS_MAX = 1024
IDLE_SECONDS = 60  # a connection on which nothing comes, or only a part
WATCH_SECONDS = 1  # how soon a client that has gone is noticed
SAMPLES_MAX = 64
HOSTS = {"127.0.0.1", "localhost", "[::1]"}

# What a request may hold; any other field could change the answer, and is refused.
FIELDS = {"model", "messages", "max_tokens", "max_completion_tokens", "temperature", "top_p"}
FIELDS |= {"seed", "n", "stream", "stream_options", "user"}


class Refused(Exception):
    """A fault of the request, in the shape that clients of the protocol read."""

    def __init__(self, status, message, kind="invalid_request_error", code=None, headers=()):
        super().__init__(message)
        self.status, self.headers = status, headers
        self.body = {"error": {"message": message, "type": kind, "param": None, "code": code}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "agon-transformers", ""
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True

    def do_GET(self):
        self.answer(self.get)

    def do_POST(self):
        self.answer(self.post)

    def answer(self, work):
        with self.server.counting:
            self.server.asked += 1
        self.has_begun, self.is_read = False, self.command == "GET"
        try:
            if self.server.is_stopping:
                raise Refused(503, "the server is stopping", "server_error")
            self.guard()
            work()
        except Refused as refused:
            self.fail(refused)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception as error:  # one request's fault is not the server's
            message = f"{type(error).__name__}: {error}"
            self.fail(Refused(500, message, "server_error"))
        finally:
            with self.server.counting:
                self.server.asked -= 1
                self.server.counting.notify_all()

    def guard(self):
        """Pages of other sites reach a loopback address, too: by a name of their own, or from."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in HOSTS or self.headers.get("Origin"):
            raise Refused(403, "this server answers programs on this machine only")

    def get(self):
        library, path = self.server.library, self.path.removesuffix("/")
        if path == "/v1/models":
            data = [card(name) for name in library.names()]
            self.send(200, {"object": "list", "data": data})
        elif path.startswith("/v1/models/"):
            name = path.removeprefix("/v1/models/")
            if not library.is_whole(name):
                raise unknown(name)
            self.send(200, card(name))
        elif path in ("/health", "/healthz"):
            self.send(200, {"status": "ok"})
        else:
            raise Refused(404, f"there is no {self.path} here", code="not_found")

    def post(self):
        body = self.body()
        if self.path != "/v1/chat/completions":
            raise Refused(404, f"there is no {self.path} here", code="not_found")
        asked = read_question(body)
        opened = self.server.library.open(asked["model"])
        if opened is None:
            raise unknown(asked["model"])
        engine, tokenizer = opened
        request = request_of(asked, engine, tokenizer)
        try:
            self.server.library.submit(asked["model"], request)
        except Busy as busy:
            wait = [("Retry-After", "1")]
            raise Refused(503, f"{busy}; ask again", "server_error", headers=wait) from busy
        reply = Reply(asked, request, tokenizer)
        try:
            if asked.get("stream"):
                self.stream(reply)
            else:
                for _ in self.events(reply):
                    pass
                self.send(200, reply.whole())
        finally:
            request.is_cancelled = True  # where the client has gone, the rest is not worth it

    def events(self, reply):
        """Every token as it comes; ends with the last sample, or with the client."""
        while reply.is_open():
            try:
                index, token, finish = reply.request.events.get(timeout=WATCH_SECONDS)
            except Empty:
                if has_gone(self.connection):
                    raise ConnectionResetError("the client has gone") from None
                continue
            if index < 0:
                raise Refused(500, finish, "server_error")
            yield index, reply.take(index, token, finish), finish

    def stream(self, reply):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.close_connection = self.has_begun = True
        self.end_headers()
        for index, text, finish in self.events(reply):
            if text or finish:
                self.write(reply.chunk(index, text, finish))
        if (reply.asked.get("stream_options") or {}).get("include_usage"):
            self.write({**reply.frame("chat.completion.chunk", []), "usage": reply.usage()})
        self.wfile.write(b"data: [DONE]\n\n")

    def write(self, event):
        self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")

    def body(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            raise Refused(411, "give the body's Content-Length")
        if int(length) > BODY_BYTES_MAX:
            raise Refused(413, f"a body has at most {BODY_BYTES_MAX} bytes")
        body = self.rfile.read(int(length))
        self.is_read = True
        return body

    def fail(self, refused):
        if self.has_begun:
            self.write(refused.body)
        else:
            self.send(refused.status, refused.body, refused.headers)

    def send(self, status, body, headers=()):
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in [("Content-Type", "application/json"), *headers]:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        if not self.is_read:  # what is left of the body is no request
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Nothing: a run asks a hundred thousand times."""


def read_question(body):
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise Refused(400, f"the body is no JSON: {error}") from error
    if not isinstance(asked, dict):
        raise Refused(400, "the body is no JSON object")
    if beyond := sorted(set(asked) - FIELDS):
        raise Refused(400, f"{', '.join(beyond)} is not supported here; leave it out")
    if not isinstance(asked.get("model"), str):
        raise Refused(400, "give model, a name of /v1/models")
    messages = asked.get("messages")
    if not isinstance(messages, list) or not messages or not all(map(is_message, messages)):
        raise Refused(400, "give messages, a list of {role, content} with text as content")
    return asked


def is_message(message):
    return (
        isinstance(message, dict)
        and message.get("role") in ("system", "user", "assistant")
        and isinstance(message.get("content"), str)
    )


def request_of(asked, engine, tokenizer):
    prompt = tokenizer.apply_chat_template(
        asked["messages"], add_generation_prompt=True, return_dict=True
    )["input_ids"]
    config = engine.model.config
    context = getattr(config, "max_position_embeddings", None) or 1 << 30
    if not prompt:
        raise Refused(400, "the messages have no words")
    room = context - len(prompt)
    wanted = "max_completion_tokens" if "max_completion_tokens" in asked else "max_tokens"
    most = number(asked, wanted, int, 1, 1 << 30, max(1, room))
    if most > room:
        message = f"{len(prompt)} tokens of prompt and {most} to write are more than {context}"
        raise Refused(400, message, code="context_length_exceeded")
    return Request(
        prompt=prompt,
        samples=number(asked, "n", int, 1, SAMPLES_MAX, 1),
        max_tokens=most,
        temperature=number(asked, "temperature", float, 0, 2, 1),
        top_p=number(asked, "top_p", float, 0, 1, 1),
        seed=number(asked, "seed", int, -(1 << 63), (1 << 64) - 1, secrets.randbits(63)),
    )


def number(asked, name, kind, least, most, otherwise):
    value = asked.get(name)
    if value is None:
        return otherwise
    kinds = (int, float) if kind is float else int
    if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
        raise Refused(400, f"{name} is {value!r}; it lies between {least} and {most}")
    return kind(value)


def unknown(name):
    message = f"there is no model {name!r}, or its files do not match its name; see /v1/models"
    return Refused(404, message, code="model_not_found")


def card(name):
    return {"id": name, "object": "model", "created": 0, "owned_by": "agon", "sha256": name}


def has_gone(connection):
    """Whether a client closed its side while it waited."""
    watch = select.poll()
    watch.register(connection, select.POLLIN)
    try:
        return bool(watch.poll(0)) and connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True
