"""Tests docs/verify.py with logs made here: what is right is confirmed, and every alteration is refused."""
import base64, pathlib, subprocess, sys, tempfile, unittest
from sample_log import SampleLog, Signer, base64_text, sample_parts

VERIFY = pathlib.Path(__file__).resolve().parents[2] / "docs/verify.py"
LOG = Signer("danvan.example/40", bytes(range(32)), 1)
STRANGER = Signer("danvan.example/40", bytes(range(1, 33)), 1)
WITNESS = Signer("giamsat.example/nghi-phu", bytes(range(32, 64)), 4)
SECOND = Signer("giamsat.example/mttq", bytes(range(64, 96)), 4)


def verify(*arguments):
    run = subprocess.run([sys.executable, str(VERIFY), *map(str, arguments)], capture_output=True, encoding="utf-8")
    if run.stderr:
        raise AssertionError(run.stderr)
    return run.returncode, run.stdout


class ReceiptTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def receipt(self, text, *options, key=LOG.vkey):
        file = self.folder / "receipt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return verify("receipt", file, "--key", key, *options)

    def test_vectors(self):
        log = SampleLog(LOG, sample_parts(8))
        self.assertEqual(LOG.vkey, "danvan.example/40+19030554+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")
        self.assertEqual(WITNESS.vkey, "giamsat.example/nghi-phu+10390cd6+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X")
        # The log "one", "two", … and its signature lines of the C2SP documents are checked in check-log by others' code.
        self.assertEqual(verify("receipt", "/nowhere", "--key", LOG.vkey)[0], 1)
        self.assertEqual(self.receipt(log.proof(1))[0], 0)

    def test_says_what_the_receipt_says(self):
        code, text = self.receipt(SampleLog(LOG, sample_parts(8)).proof(3, witnesses=[WITNESS]), "--witness", WITNESS.vkey)
        self.assertEqual(code, 0, text)
        for part in ["PHIẾU THU / receipt", "PT-2026-0004", "Nguyễn Văn An", "500.000", "27/11/2026", "hamlet: 5",
                     "fund: 2", "2026-09-21 21:13:20+07:00", "giamsat.example/nghi-phu", "Everything asked for holds."]:
            self.assertIn(part, text)

    def test_every_index_of_every_size(self):
        for size in [1, 2, 3, 7, 8, 9, 16, 33]:
            log = SampleLog(LOG, sample_parts(size))
            for index in range(0, size, 1 + size // 8):
                self.assertEqual(self.receipt(log.proof(index))[0], 0, f"{index} of {size}")

    def test_a_voided_receipt_and_names_that_deceive(self):
        parts = sample_parts(2)
        public = parts[1][0].replace(b"contribution.recorded", b"contribution.voided")
        parts[1] = (public.replace("Văn".encode(), "\\n\\u001b[2J\\u202eV".encode()), parts[1][1])
        code, text = self.receipt(SampleLog(LOG, parts).proof(1))
        self.assertEqual(code, 0)
        self.assertIn("VOIDED receipt", text)
        self.assertIn("Nguyễn \ufffd\ufffd[2J\ufffdV An", text)

    def test_every_changed_character_is_refused(self):
        proof = SampleLog(LOG, sample_parts(5)).proof(3, witnesses=[WITNESS])
        confirmed = self.receipt(proof, "--witness", WITNESS.vkey)[1]
        for place in range(0, len(proof), 17):
            other = "A" if proof[place] != "A" else "B"
            changed = proof[:place] + other + proof[place + 1:]
            code, text = self.receipt(changed, "--witness", WITNESS.vkey)
            # The last letter of base64 has unused bits: another spelling of the same bytes.
            self.assertTrue(code == 1 or text == confirmed, f"{place}: {proof[place]} → {other}\n{text}")

    def test_the_position_must_be_the_one_proven(self):
        parts = sample_parts(8)
        parts[4] = parts[3]  # The same receipt a second time, in another place.
        code, text = self.receipt(SampleLog(LOG, parts).proof(4))
        self.assertEqual(code, 1)
        self.assertIn("FALSE: it states position 5", text)
        self.assertNotIn("PT-2026", text)

    def test_another_content_is_refused(self):
        honest, lowered = SampleLog(LOG, sample_parts(8)), SampleLog(LOG, sample_parts(8, lowered=4))
        head, tail = lowered.proof(3).split("\nindex ")[0], honest.proof(3).split("\nindex ")[1]
        code, text = self.receipt(head + "\nindex " + tail)
        self.assertEqual(code, 1)
        self.assertIn("FALSE: entry 4 of the log says exactly this", text)
        moved = honest.proof(3).replace("\nindex 3\n", "\nindex 2\n")
        self.assertEqual(self.receipt(moved)[0], 1)

    def test_keys(self):
        proof = SampleLog(LOG, sample_parts(8)).proof(3)
        forged = SampleLog(STRANGER, sample_parts(8)).proof(3)
        self.assertIn("FALSE: danvan.example/40 signed", self.receipt(forged)[1])
        disguised = base64_text(LOG.id + base64.b64decode(forged.split(" ")[-1])[4:])
        code, text = self.receipt(forged.replace(forged.split(" ")[-1].strip(), disguised))
        self.assertEqual(code, 1)
        self.assertIn("FALSE: the signature in the name of danvan.example/40 is genuine", text)
        for text in ["", "x", "\n\n", proof[:40], proof.split("\n\n")[0], proof[:-1], proof.replace("\n", "\r\n"), b"\xff"]:
            self.assertEqual(self.receipt(text)[0], 1, text)
        for key in ["", "a+b+c", "a+00000000+", STRANGER.vkey, WITNESS.vkey, LOG.vkey.replace("19030554", "19030555"), "x", LOG.vkey[:-4]]:
            self.assertEqual(self.receipt(proof, key=key)[0], 1, key)
        elsewhere = SampleLog(Signer("danvan.example/41", bytes(range(32)), 1), sample_parts(8)).proof(3)
        self.assertEqual(self.receipt(elsewhere)[0], 1)

    def test_witnesses(self):
        log = SampleLog(LOG, sample_parts(8))
        one, both = log.proof(3, witnesses=[WITNESS]), log.proof(3, witnesses=[WITNESS, SECOND])
        named = ["--witness", WITNESS.vkey, "--witness", SECOND.vkey]
        self.assertEqual(self.receipt(both, *named)[0], 0)
        self.assertEqual(self.receipt(one, *named)[0], 1)
        self.assertEqual(self.receipt(one, *named, "--quorum", "1")[0], 0)
        self.assertEqual(self.receipt(one, "--quorum", "1")[0], 1)
        doubled = one + one.split("\n\n")[-1].split("\n")[1] + "\n"
        self.assertEqual(self.receipt(doubled, *named)[0], 1)
        older = log.checkpoint(7, [WITNESS]).rsplit("\n", 2)[1]
        self.assertEqual(self.receipt(log.proof(3) + older + "\n", "--witness", WITNESS.vkey)[0], 1)


class LogTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def log(self, log, *options, key=LOG.vkey):
        log.write(self.folder / "log")
        return verify("log", self.folder / "log", "--key", key, *options)

    def kept(self, text):
        (self.folder / "kept").write_text(text, encoding="utf-8")
        return ["--since", self.folder / "kept"]

    def test_sizes(self):
        for size in [0, 1, 2, 255, 256, 257, 600]:
            log = SampleLog(LOG, sample_parts(size))
            for older in {0, 1, size // 2, size} if size else {0}:
                code, text = self.log(log, *self.kept(log.checkpoint(older)))
                self.assertEqual(code, 0, text)

    def test_two_histories(self):
        honest, lowered = SampleLog(LOG, sample_parts(10)), SampleLog(LOG, sample_parts(12, lowered=4))
        self.assertEqual(self.log(lowered)[0], 0)
        for kept in [honest.checkpoint(), honest.proof(3)]:
            code, text = self.log(lowered, *self.kept(kept))
            self.assertEqual(code, 1)
            self.assertIn("FALSE: today's log begins with the 10 entries of the checkpoint kept", text)
            self.assertIn(lowered.checkpoint().split("\n")[2], text)
            self.assertIn(honest.checkpoint().split("\n")[2], text)
        self.assertEqual(self.log(SampleLog(LOG, sample_parts(9)), *self.kept(honest.checkpoint()))[0], 1)
        self.assertEqual(self.log(honest, *self.kept(SampleLog(STRANGER, sample_parts(9)).checkpoint()))[0], 1)

    def test_altered_parts(self):
        log = SampleLog(LOG, sample_parts(300))
        log.write(self.folder / "log")
        for file in sorted(path for path in (self.folder / "log").rglob("*") if path.is_file()):
            whole = file.read_bytes()
            for changed in [whole[:9] + bytes([whole[9] ^ 1]) + whole[10:], whole[:-1], None]:
                file.unlink() if changed is None else file.write_bytes(changed)
                code, text = verify("log", self.folder / "log", "--key", LOG.vkey)
                self.assertEqual(code, 1, f"{file}: {text}")
            file.write_bytes(whole)
        self.assertEqual(verify("log", self.folder / "log", "--key", LOG.vkey)[0], 0)


if __name__ == "__main__":
    unittest.main()
