"""The checkpoints that a server may answer with: found by hash, checked, loaded, kept a while."""

import re
import threading
from collections import OrderedDict
from pathlib import Path

from checkpoint import checkpoint_hash, files_of, load_model, load_tokenizer
from engine import Engine

HASH = re.compile(r"^[0-9a-f]{64}$")


class Library:
    """
    Folders named by the hash of their files. A folder is answered with only while its files hash
    to its name; they are hashed again when a size or a time of change differs.
    """

    def __init__(self, folder, dtype, device, kept):
        self.folder, self.dtype, self.device, self.kept = Path(folder), dtype, device, kept
        self.checked, self.loaded = {}, OrderedDict()
        self.lock, self.loading = threading.Lock(), threading.Lock()

    def names(self):
        """Every whole checkpoint."""
        found = self.folder.iterdir() if self.folder.is_dir() else []
        return sorted(path.name for path in found if self.is_whole(path.name))

    def is_whole(self, name):
        path = self.folder / name
        if not HASH.match(name) or not path.is_dir():
            return False
        stamp = stamp_of(path)
        with self.lock:
            if self.checked.get(name) == stamp:
                return True
        if checkpoint_hash(path) != name:
            return False
        with self.lock:
            self.checked[name] = stamp
        return True

    def open(self, name):
        """A checkpoint's engine and tokenizer, or None where there is none of that name."""
        if not self.is_whole(name):
            return None
        with self.loading:
            return self.opened(name)

    def opened(self, name):
        if name not in self.loaded:
            self.loaded[name] = self.load(name)
            while len(self.loaded) > self.kept and self.drop_idle():
                pass
        self.loaded.move_to_end(name)
        return self.loaded[name]

    def submit(self, name, request):
        """Under the lock that models are dropped under, so that none is closed with a request."""
        with self.loading:
            engine, _ = self.opened(name)
            engine.submit(request)

    def load(self, name):
        path = self.folder / name
        tokenizer = load_tokenizer(path)
        model = load_model(path, self.dtype).to(self.device).eval()
        if not self.is_whole(name):
            raise OSError(f"the files of {name} changed while they were loaded")
        ends = model.generation_config.eos_token_id
        ends = set(ends if isinstance(ends, list) else [ends]) | {tokenizer.eos_token_id}
        return Engine(model, ends - {None}), tokenizer

    def drop_idle(self):
        """Forgets the model that was asked longest ago and has nothing to do."""
        for name, (engine, _) in list(self.loaded.items())[:-1]:
            if engine.is_idle():
                del self.loaded[name]
                engine.close()
                return True
        return False


def stamp_of(folder):
    """Changes whenever a file of the folder is written."""
    stats = ((path, (folder / path).stat()) for path in files_of(folder))
    return tuple((path, stat.st_size, stat.st_mtime_ns) for path, stat in stats)
