"""Checks a log with tlog-scales, which others wrote: signature, cosignature, inclusion and consistency from the tiles.

Usage: second_opinion.py URL VKEY OLD-CHECKPOINT-FILE PROOF-FILE WITNESS-VKEY…   (Python 3.11, tlog-scales 0.0.3)
"""
import base64, pathlib, sys
from tlog_scales.backend import make_backend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint, InclusionProof
from tlog_scales.utils import sha256

url, log_key, old_file, proof_file, *witnesses = sys.argv[1:]
keys = [Vkey.from_string(text) for text in [log_key, *witnesses]]


def opened(text, wanted):
    checkpoint = Checkpoint.from_text(text)
    valid = {key.name for key, _ in VkeySet(*keys).verify(checkpoint.signatures, checkpoint)}
    missing = {key.name for key in wanted} - valid
    if missing:
        sys.exit(f"tlog-scales: no valid signature of {', '.join(missing)}")
    return checkpoint


reader = TilesReader(make_backend(url))
newest = opened(reader.backend.get("checkpoint").decode(), keys[:1])
reader.set_size(newest.size)
if reader.calculate_root_hash() != newest.root_hash:
    sys.exit("tlog-scales: the tiles do not give the signed root")
older = opened(pathlib.Path(old_file).read_text(encoding="utf-8"), keys[:1])
reader.get_consistency_proof(older.size, newest.size).check(older.root_hash, newest.root_hash)

head, note = pathlib.Path(proof_file).read_text(encoding="utf-8").split("\n\n", 1)
_, extra, index, *hashes = head.split("\n")
extra, index = base64.b64decode(extra.split(" ")[1]), int(index.split(" ")[1])
entry = sha256(extra[32:]) + extra[:32]
signed = opened(note, keys)
InclusionProof(index, signed.size, [base64.b64decode(line) for line in hashes]).check(leaf_hash(entry), signed.root_hash)
if reader.get_entry(index) != entry:
    sys.exit("tlog-scales: the bundle has another entry than the receipt")
reader.get_inclusion_proof(index, newest.size).check(leaf_hash(entry), newest.root_hash)
print(f"tlog-scales: root, consistency from {older.size} to {newest.size}, entry {index + 1} and "
      f"{len(witnesses)} cosignatures are right")
