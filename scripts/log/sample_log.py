"""Makes a small log with keys of its own, in the formats that the service publishes, to test those who check it."""
import base64, hashlib, json, pathlib
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def sha256(data):
    return hashlib.sha256(data).digest()


def base64_text(data):
    return base64.b64encode(data).decode()


class Signer:
    """A key with a name; type 1 signs for a log, type 4 cosigns for a witness."""

    def __init__(self, name, seed, kind):
        self.name, self.kind = name, kind
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        public = self.private.public_key().public_bytes_raw() if hasattr(
            self.private.public_key(), "public_bytes_raw") else self._raw()
        self.id = sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{base64_text(bytes([kind]) + public)}"

    def _raw(self):
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def line(self, text, seconds=None):
        """The signature line below a checkpoint; with a time when the signer is a witness."""
        message, head = text.encode(), b""
        if self.kind == 4:
            message = f"cosignature/v1\ntime {seconds}\n".encode() + message
            head = seconds.to_bytes(8, "big")
        return f"\u2014 {self.name} {base64_text(self.id + head + self.private.sign(message))}\n"


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return sha256(b"\x01" + root(leaves[:middle]) + root(leaves[middle:]))


def beside(leaves, index):
    """The inclusion proof of RFC 6962, 2.1.1: the lowest hash first."""
    if len(leaves) == 1:
        return []
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    if index < middle:
        return beside(leaves[:middle], index) + [root(leaves[middle:])]
    return beside(leaves[middle:], index - middle) + [root(leaves[:middle])]


class SampleLog:
    """A log over public parts and hashes of private parts."""

    def __init__(self, signer, parts):
        self.signer, self.parts = signer, parts
        self.entries = [sha256(public) + private for public, private in parts]
        self.leaves = [sha256(b"\x00" + entry) for entry in self.entries]

    def checkpoint(self, size=None, witnesses=(), seconds=1790000000):
        size = len(self.leaves) if size is None else size
        text = f"{self.signer.name}\n{size}\n{base64_text(root(self.leaves[:size]))}\n"
        return text + "\n" + self.signer.line(text) + "".join(w.line(text, seconds) for w in witnesses)

    def proof(self, index, size=None, witnesses=()):
        """The proof file of one entry."""
        size = len(self.leaves) if size is None else size
        public, private = self.parts[index]
        hashes = "".join(base64_text(h) + "\n" for h in beside(self.leaves[:size], index))
        extra = base64_text(private + public)
        return f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {index}\n{hashes}\n" + self.checkpoint(size, witnesses)

    def write(self, folder):
        """Writes checkpoint, bundles and tiles below a folder, as the service serves them."""
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "checkpoint").write_text(self.checkpoint(), encoding="utf-8")
        bundles = [len(entry).to_bytes(2, "big") + entry for entry in self.entries]
        write_tiles(folder / "tile/entries", bundles)
        hashes, level = self.leaves, 0
        while hashes:
            write_tiles(folder / f"tile/{level}", hashes)
            hashes = [root(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
            level += 1


def write_tiles(folder, items):
    for first in range(0, len(items), 256):
        row, number = items[first:first + 256], first // 256
        path = f"{number % 1000:03}"
        while number >= 1000:
            number //= 1000
            path = f"x{number % 1000:03}/{path}"
        file = folder / path if len(row) == 256 else folder / f"{path}.p" / str(len(row))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"".join(row))


def sample_parts(count, lowered=None):
    """Receipts at even positions, private entries at odd ones; `lowered` is a position whose amount is less."""
    parts = []
    for position in range(1, count + 1):
        says = {"format": 1, "position": position}
        if position % 2 == 0:
            says.update(event="contribution.recorded", recorded_at="2026-11-27T02:03:04.005Z", owner="h5", data={
                "hamlet": 5, "fund": 2, "donor_name": "Nguyễn Văn An", "method": "cash", "received_on": "2026-11-27",
                "amount": 100000 if position == lowered else 500000, "book": "01",
                "number": f"PT-2026-{position:04}"})
        public = json.dumps(says, ensure_ascii=False, separators=(",", ":")).encode()
        parts.append((public, sha256(b"nonce %d" % position)))
    return parts
