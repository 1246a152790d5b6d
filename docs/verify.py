#!/usr/bin/env python3
"""Kiểm tra phiếu và sổ công khai của danvan, không cần tin máy chủ. Checks receipts and the public log of danvan.

  verify.py receipt FILE|URL --key VKEY [--witness VKEY]... [--quorum N]
  verify.py log URL|FOLDER   --key VKEY [--witness VKEY]... [--quorum N] [--since FILE]

receipt: a proof file, as /v1/public/receipts/CODE gives it as text/plain. log: all entries below /v1/public/log;
with --since FILE, a checkpoint or a receipt's proof file kept from before: they begin with the entries of that time.
All witnesses named must have cosigned, or N of them. Take VKEY from paper, not from the server that you check.
Exit code 0: everything asked for holds; 1: something does not; 2: it could not be checked.
Needs Python 3.9 and `cryptography` (Debian: python3-cryptography). Formats: c2sp.org/signed-note, tlog-checkpoint,
tlog-cosignature, tlog-tiles, tlog-proof; the tree is that of RFC 6962, section 2.1.
"""
import argparse, base64, collections, datetime, functools, hashlib, json, pathlib, sys, urllib.error, urllib.request
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Checkpoint = collections.namedtuple("Checkpoint", "size root note")
unbase64 = functools.partial(base64.b64decode, validate=True)
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))

class Wrong(Exception):
    """Something does not hold, and was said."""

def say(word, *lines):
    """Prints a word and lines beside it; a character that could deceive on a screen is replaced."""
    for line in lines:
        print(f"{word:6}" + "".join(c if c.isprintable() else "\ufffd" for c in line))
        word = ""

def claim(holds, vietnamese, english):
    """Says whether a sentence is true, and stops when it is not."""
    say("ĐÚNG" if holds else "SAI", vietnamese, ("True: " if holds else "FALSE: ") + english)
    if not holds:
        raise Wrong

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def fetch(place, accept="*/*", must=True):
    """The bytes at a URL or in a file."""
    try:
        if not place.startswith(("http://", "https://")):
            return pathlib.Path(place).read_bytes()
        with urllib.request.urlopen(urllib.request.Request(place, headers={"Accept": accept}), timeout=60) as answer:
            return answer.read(1 << 25)
    except (FileNotFoundError, urllib.error.HTTPError) as error:
        if getattr(error, "code", 404) != 404:
            raise
    if must:
        claim(False, f"Có {place}", f"{place} is there")

class Key:
    """A public key: <name>+<8 hex digits of its id>+base64(type, key). Type 1 signs for a log, type 4 for a witness."""
    def __init__(self, text, kind):
        self.name, hexadecimal, encoded = text.strip().split("+", 2)
        data = unbase64(encoded)
        self.id, self.bytes = bytes.fromhex(hexadecimal), data[1:]
        if data[0] != kind or self.id != sha256(self.name.encode(), b"\n", data)[:4]:
            raise ValueError(f"not a key of type {kind}: {text}")

    def check(self, signature, text):
        try:
            Ed25519PublicKey.from_public_bytes(self.bytes).verify(signature, text.encode())
        except InvalidSignature:
            claim(False, f"Chữ ký mang tên {self.name} là thật", f"the signature in the name of {self.name} is genuine")

def open_checkpoint(note, log, witnesses, quorum):
    """Checks the signatures of a checkpoint: the log's, and those of at least `quorum` witnesses."""
    text, signatures = note.decode().rsplit("\n\n", 1)
    origin, size, root, *_ = text.split("\n")
    is_signed, cosigned = False, {}
    for line in signatures[:-1].split("\n"):
        dash, name, encoded = line.split(" ")
        signature = unbase64(encoded)
        for key in [log] + witnesses:
            if dash != "\u2014" or (name, signature[:4]) != (key.name, key.id):
                continue  # A signature by somebody else proves nothing, and does no harm.
            if key is log:
                key.check(signature[4:], f"{text}\n")
                is_signed = True
            else:
                seconds = int.from_bytes(signature[4:12], "big")
                key.check(signature[12:], f"cosignature/v1\ntime {seconds}\n{text}\n")
                cosigned[key.bytes] = f"{name}, {datetime.datetime.fromtimestamp(seconds, VIETNAM)}"
    claim(is_signed and origin == log.name, f"{log.name} đã ký: sổ có {size} mục",
          f"{log.name} signed that the log has {size} entries")
    for witness in cosigned.values():
        say("ĐÚNG", f"Bên chứng kiến đã ký: {witness}", f"True: cosigned by {witness}")
    if quorum:
        claim(len(cosigned) >= quorum, f"Đủ {quorum} bên chứng kiến", f"it has {quorum} cosignatures")
    return Checkpoint(int(size), unbase64(root), note.decode())

def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    middle = 1 << (len(leaves) - 1).bit_length() - 1  # The greatest power of two below it.
    return sha256(b"\x01", root_of(leaves[:middle]), root_of(leaves[middle:]))

def root_above(leaf, index, size, beside):
    """The root of a tree of `size` leaves, from one leaf and the hashes beside its way up, the lowest first."""
    if not 0 <= index < size or (size == 1) != (beside == []):
        raise ValueError("the proof has the wrong length")
    if size == 1:
        return leaf
    middle = 1 << (size - 1).bit_length() - 1
    if index < middle:
        return sha256(b"\x01", root_above(leaf, index, middle, beside[:-1]), beside[-1])
    return sha256(b"\x01", beside[-1], root_above(leaf, index - middle, size - middle, beside[:-1]))

def check_receipt(proof, log, witnesses, quorum):
    """Checks a proof file; gives its checkpoint and what the receipt says."""
    head, _, note = proof.decode().partition("\n\n")
    kind, extra, index, *beside = head.split("\n")
    if kind != "c2sp.org/tlog-proof@v1" or extra[:6] != "extra " or index[:6] != "index ":
        raise ValueError("not the proof file of a receipt")
    checkpoint = open_checkpoint(note.encode(), log, witnesses, quorum)
    extra, index, beside = unbase64(extra[6:]), int(index[6:]), [unbase64(line) for line in beside]
    private, public = extra[:32], extra[32:]  # A hash of what is private; what is public, as it was recorded.
    leaf = sha256(b"\x00", sha256(public), private)
    claim(root_above(leaf, index, checkpoint.size, beside) == checkpoint.root,
          f"Mục {index + 1} của sổ có đúng nội dung này", f"entry {index + 1} of the log says exactly this")
    says = json.loads(public)
    claim(says["format"] == 1 and says["position"] == index + 1, f"Nội dung ghi đúng vị trí {index + 1}",
          f"it states position {index + 1}")
    return checkpoint, says

def show(says):
    words = {"contribution.recorded": "PHIẾU THU / receipt", "contribution.voided": "PHIẾU THU ĐÃ HỦY / VOIDED receipt",
             "expenditure.changed": "KHOẢN CHI / payment", "number": "Số / number", "donor_name": "Người nộp / donor",
             "party_name": "Người nộp / donor", "amount": "Số tiền (đồng) / amount", "hamlet": "Thôn xóm số / hamlet",
             "fund": "Quỹ số / fund", "received_on": "Ngày thu / received", "paid_on": "Ngày chi / paid"}
    lines = [words.get(says.get("event"), says.get("event", "Nội dung không công khai / private"))]
    for name, value in {**says.get("data", {}), "recorded_at": says.get("recorded_at")}.items():
        value = "/".join(reversed(value.split("-"))) if name.endswith("_on") and value else value
        value = f"{value:,}".replace(",", ".") if name == "amount" else value
        lines.append(f"{words.get(name, name)}: {value}")
    say("GHI", *lines)

def tiles(log, level, size):
    """The tiles of hashes of a level, or the bundles of entries; a full one may stand where a partial one was."""
    for number in range((size + 255) // 256):
        width, path, rest = min(256, size - 256 * number), f"{number % 1000:03}", number // 1000
        while rest:
            path, rest = f"x{rest % 1000:03}/{path}", rest // 1000
        part = fetch(f"{log}/tile/{level}/{path}.p/{width}", must=False) if width < 256 else None
        yield width, part or fetch(f"{log}/tile/{level}/{path}")

def check_log(log, newest, older):
    leaves = []
    for width, bundle in tiles(log, "entries", newest.size):
        for _ in range(width):
            end = 2 + int.from_bytes(bundle[:2], "big")
            leaves.append(sha256(b"\x00", bundle[2:end]))
            bundle = bundle[end:]
    claim(root_of(leaves) == newest.root, "Các mục công bố đúng là các mục đã ký", "the entries are those signed")
    if older:
        kept = older.size <= newest.size and root_of(leaves[:older.size]) == older.root
        if not kept:
            say("GIỮ", "Bằng chứng: / Evidence:", *older.note.split("\n"), *newest.note.split("\n"))
        claim(kept, f"{older.size} mục đã ký trước đây vẫn nguyên trong sổ hôm nay",
              f"today's log begins with the {older.size} entries of the checkpoint kept")
    hashes, level, fit = leaves, 0, True
    while hashes:
        rows = [hashes[first:first + 256] for first in range(0, len(hashes), 256)]
        for row, (width, tile) in zip(rows, tiles(log, level, len(hashes))):
            fit = fit and tile[:32 * width] == b"".join(row)
        hashes, level = [root_of(row) for row in rows if len(row) == 256], level + 1
    claim(fit, "Các ô băm công bố khớp với các mục", "the tiles fit the entries")

def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=["receipt", "log"])
    parser.add_argument("place")
    parser.add_argument("--key", required=True)
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("--quorum", type=int)
    parser.add_argument("--since")
    ask = parser.parse_args()
    log, witnesses = Key(ask.key, 1), [Key(text, 4) for text in ask.witness]
    quorum = len(witnesses) if ask.quorum is None else ask.quorum
    if ask.what == "receipt":
        return show(check_receipt(fetch(ask.place, "text/plain"), log, witnesses, quorum)[1])
    place, older, kept = ask.place.rstrip("/"), None, fetch(ask.since) if ask.since else None
    if kept is not None:
        older = (check_receipt(kept, log, [], 0)[0] if kept.startswith(b"c2sp.org/tlog-proof@") else
                 open_checkpoint(kept, log, [], 0))
    check_log(place, open_checkpoint(fetch(f"{place}/checkpoint"), log, witnesses, quorum), older)

try:
    main()
    say("XONG", "Mọi điều được hỏi đều đúng.", "Everything asked for holds.")
except Wrong:
    sys.exit(1)
except OSError as error:
    say("LỖI", "Không kiểm tra được.", f"Could not be checked: {error}")
    sys.exit(2)
except Exception as error:
    say("SAI", "Tệp, khóa hoặc sổ không đúng dạng.", f"The file, the key or the log is malformed: {error!r}")
    sys.exit(1)
