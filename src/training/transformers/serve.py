"""
A small server for checkpoints in Hugging Face's layout, in the OpenAI-compatible protocol:

    python serve.py --checkpoints <folder> --port 8000

Every folder in there that is named by the hash of its files is a model of that name. For this
machine only; vLLM does the same for large models, one checkpoint at a time.
"""

import argparse
import json
import os
import signal
import sys
import threading

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from http.server import ThreadingHTTPServer  # noqa: E402

import torch  # noqa: E402
import transformers  # noqa: E402

from checkpoint import dtype_of  # noqa: E402
from handler import CONNECTIONS_MAX, Handler  # noqa: E402
from library import Library  # noqa: E402

STOP_SECONDS = 10  # what was asked before SIGTERM may be answered for so long


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024

    def __init__(self, address, library):
        super().__init__(address, Handler)
        self.library = library
        self.places = threading.Semaphore(CONNECTIONS_MAX)
        self.asked, self.counting, self.is_stopping = 0, threading.Condition(), False

    def process_request(self, request, address):
        if self.places.acquire(blocking=False):
            super().process_request(request, address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request, address):
        try:
            super().process_request_thread(request, address)
        finally:
            self.places.release()

    def handle_error(self, request, address):
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)

    def stop(self, *_):
        """Takes no more requests, then ends when those that are under way have been answered."""
        self.is_stopping = True
        threading.Thread(target=self.shutdown, daemon=True).start()

    def drain(self):
        with self.counting:
            self.counting.wait_for(lambda: self.asked == 0, STOP_SECONDS)


def main():
    given = arguments()
    if given.threads:
        torch.set_num_threads(given.threads)
    transformers.utils.logging.disable_progress_bar()
    is_gpu = torch.cuda.is_available() if given.device == "auto" else given.device == "cuda"
    dtype = dtype_of(given.dtype or ("auto" if is_gpu else "float64"))
    library = Library(given.checkpoints, dtype, "cuda" if is_gpu else "cpu", given.keep)
    server = Server(("127.0.0.1", given.port), library)
    signal.signal(signal.SIGTERM, server.stop)
    signal.signal(signal.SIGINT, server.stop)
    print(json.dumps({"listening": f"http://127.0.0.1:{server.server_port}"}), flush=True)
    server.serve_forever(poll_interval=0.1)
    server.drain()
    os._exit(0)  # connections that stay open have nothing more to say


def arguments():
    parser = argparse.ArgumentParser(description="Serves checkpoints to this machine.")
    parser.add_argument("--checkpoints", required=True, help="folder of folders named by hash")
    parser.add_argument("--port", type=int, default=8000, help="0: any that is free")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--dtype", help="float64 on a CPU, as stored on a GPU, unless given")
    parser.add_argument("--threads", type=int, default=0, help="of the arithmetic on a CPU")
    parser.add_argument("--keep", type=int, default=2, help="models that stay in memory")
    return parser.parse_args()


if __name__ == "__main__":
    main()
