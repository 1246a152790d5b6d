// Checks a log with the packages that the formats come from: Go's sumdb/note and sumdb/tlog.
//
// Usage: outsider URL VKEY OLD-CHECKPOINT-FILE POSITION…
//
// It opens today's checkpoint and the older one with the key, reads the tiles over HTTP with tlog's own reader (which
// checks them against the signed root), proves each position and the consistency of both sizes from the tiles, and
// compares with the proofs that the service gives. Debian: golang-go, golang-golang-x-mod-dev; see scripts/check-log.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var base string

func main() {
	if len(os.Args) < 5 {
		fail("usage: outsider URL VKEY OLD-CHECKPOINT-FILE POSITION…")
	}
	base = strings.TrimSuffix(os.Args[1], "/") + "/"
	verifier, err := note.NewVerifier(os.Args[2])
	check("the key", err)
	old, err := os.ReadFile(os.Args[3])
	check("the older checkpoint", err)
	before := open(old, verifier)
	now := open(get("checkpoint"), verifier)
	fmt.Printf("sumdb/note: both checkpoints are signed, sizes %d and %d\n", before.N, now.N)

	hashes := tlog.TileHashReader(now, tiles{})
	if before.N > 0 {
		proof, err := tlog.ProveTree(now.N, before.N, hashes)
		check("reading the tiles", err)
		check("the consistency", tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash))
		var served struct{ Hashes [][]byte }
		parse(get(fmt.Sprintf("consistency?from=%d&to=%d", before.N, now.N)), &served)
		same(fmt.Sprintf("the consistency proof from %d to %d", before.N, now.N), served.Hashes, proof)
	}
	for _, text := range os.Args[4:] {
		position, err := strconv.ParseInt(text, 10, 64)
		check("the position", err)
		checkEntry(position, hashes, now, verifier)
	}
	fmt.Println("sumdb/tlog: the tiles, the consistency and every position asked for are right")
}

// Proves an entry from the tiles, then checks the proof that the service gives, which may be of a later size.
func checkEntry(position int64, hashes tlog.HashReader, now tlog.Tree, verifier note.Verifier) {
	index := position - 1
	leaf := tlog.RecordHash(entry(index, now.N))
	proof, err := tlog.ProveRecord(now.N, index, hashes)
	check("reading the tiles", err)
	check("the inclusion from tiles", tlog.CheckRecord(proof, now.N, now.Hash, index, leaf))

	var served struct {
		Position, Size, Index int64
		Hashes                [][]byte
		Checkpoint            string
	}
	parse(get(fmt.Sprintf("proof?position=%d", position)), &served)
	tree := open([]byte(served.Checkpoint), verifier)
	if served.Position != position || served.Index != index || served.Size != tree.N {
		fail(fmt.Sprintf("the proof of position %d says %+v", position, served))
	}
	check("the inclusion as served", tlog.CheckRecord(asHashes(served.Hashes), tree.N, tree.Hash, index, leaf))
	if tree.N == now.N {
		same(fmt.Sprintf("the proof of position %d", position), served.Hashes, proof)
	}
}

// Opens a checkpoint; `note` ignores the cosignatures, whose keys it is not given.
func open(text []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifier))
	check("the signature of the checkpoint", err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("the checkpoint is malformed or of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check("the size", err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check("the root", err)
	var hash tlog.Hash
	if copy(hash[:], root) != tlog.HashSize || len(root) != tlog.HashSize {
		fail("the root is not of 32 bytes")
	}
	return tlog.Tree{N: size, Hash: hash}
}

// Reads tiles of height 8. Go has the height in the path, C2SP tlog-tiles has not.
type tiles struct{}

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		read = append(read, get("tile/"+strings.TrimPrefix(tile.Path(), "tile/8/")))
	}
	return read, nil
}

// The entry at an index, from its bundle.
func entry(index, size int64) []byte {
	tile := tlog.Tile{H: 8, L: -1, N: index / 256, W: 256}
	if rest := size - tile.N*256; rest < 256 {
		tile.W = int(rest)
	}
	bundle := get("tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/data/"))
	for skipped := int64(0); len(bundle) >= 2; skipped++ {
		length := int(bundle[0])<<8 | int(bundle[1])
		if len(bundle) < 2+length {
			break
		}
		if skipped == index%256 {
			return bundle[2 : 2+length]
		}
		bundle = bundle[2+length:]
	}
	fail(fmt.Sprintf("the bundle has no entry %d", index))
	return nil
}

func asHashes(list [][]byte) []tlog.Hash {
	hashes := make([]tlog.Hash, len(list))
	for i, item := range list {
		if len(item) != tlog.HashSize {
			fail("a hash is not of 32 bytes")
		}
		copy(hashes[i][:], item)
	}
	return hashes
}

func same(what string, served [][]byte, computed []tlog.Hash) {
	if fmt.Sprint(asHashes(served)) != fmt.Sprint(computed) {
		fail(what + " is not the one that the tiles give")
	}
}

func get(path string) []byte {
	answer, err := http.Get(base + path)
	check(path, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	check(path, err)
	if answer.StatusCode != 200 {
		fail(fmt.Sprintf("%s: %s", path, answer.Status))
	}
	return body
}

func parse(body []byte, into interface{}) { check("the JSON", json.Unmarshal(body, into)) }

func check(what string, err error) {
	if err != nil {
		fail(fmt.Sprintf("%s: %v", what, err))
	}
}

func fail(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(1)
}
