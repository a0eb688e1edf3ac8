"""A second reading of docs/privacy/ledger.md, in another language and by nobody's code but its own.

    python3 ledger_verifier.py trees CASES   compares roots and proofs of random trees with its own
    python3 ledger_verifier.py proof FILE    checks a proof of format klarpost-proof/2

Only the standard library. Prints what does not fit; exit code 0 when everything does.
"""

import base64
import hashlib
import json
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(data):
    return sha256(b"\x00" + data)


def node(left, right):
    return sha256(b"\x01" + left + right)


# RFC 9162 section 2.1.1 to 2.1.4, by their definitions: slow, and therefore plain.


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class Tree:
    def __init__(self, hashes):
        self.hashes = hashes
        self.known = {}

    def root(self, start, end):
        if start == end:
            return sha256(b"")
        if end - start == 1:
            return self.hashes[start]
        if (start, end) not in self.known:
            k = split(end - start)
            self.known[start, end] = node(self.root(start, start + k), self.root(start + k, end))
        return self.known[start, end]

    def path(self, m, start, end):
        if end - start == 1:
            return []
        k = split(end - start)
        if m < k:
            return self.path(m, start, start + k) + [self.root(start + k, end)]
        return self.path(m - k, start + k, end) + [self.root(start, start + k)]

    def proof(self, m, n):
        return self.subproof(m, 0, n, True)

    def subproof(self, m, start, end, known):
        if m == end - start:
            return [] if known else [self.root(start, end)]
        k = split(end - start)
        if m <= k:
            return self.subproof(m, start, start + k, known) + [self.root(start + k, end)]
        return self.subproof(m - k, start + k, end, False) + [self.root(start, start + k)]


def leads_to(hash_, index, size, path):
    """The root an inclusion proof leads to, or None: told from the top of the tree, not by the RFC's own steps."""
    if not 0 <= index < size:
        return None
    turns = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        turns.append(index >= middle)
        start, end = (middle, end) if index >= middle else (start, middle)
    if len(turns) != len(path):
        return None
    for is_right, sibling in zip(reversed(turns), path):
        hash_ = node(sibling, hash_) if is_right else node(hash_, sibling)
    return hash_


def grew(m, old_root, n, new_root, proof):
    """Whether a consistency proof shows that the tree of n leaves begins with that of m: by walking down from the top."""
    if not 1 <= m <= n:
        return False
    if m == n:
        return proof == [] and old_root == new_root
    rest = list(proof)

    def walk(start, end, known):
        # Gives (hash of the old tree's part, hash of the new tree's part) of these leaves.
        if m == end:
            if known:
                return old_root, old_root
            hash_ = rest.pop(0)
            return hash_, hash_
        middle = start + split(end - start)
        if m <= middle:
            old, new = walk(start, middle, known)
            return old, node(new, rest.pop(0))
        old, new = walk(middle, end, False)
        left = rest.pop(0)
        return node(left, old), node(left, new)

    try:
        old, new = walk(0, n, True)
    except IndexError:
        return False
    return rest == [] and old == old_root and new == new_root


# Ed25519, RFC 8032 section 6: verification only.

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    z = 2 * a[3] * b[3] * D % P
    w = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, w - z, w + z, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(s, point):
    result = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            result = add(result, point)
        point = add(point, point)
        s >>= 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    return same(times(s, BASE), add(r, times(h, a)))


# The formats.


def read_key(text):
    name, key_id, data = text.split("+", 2)
    data = base64.b64decode(data)
    assert data[0] == 1 and len(data) == 33, "the key is not Ed25519"
    assert sha256(name.encode() + b"\n" + data)[:4].hex() == key_id, "the key does not fit its id"
    return name, bytes.fromhex(key_id), data[1:]


def open_checkpoint(note, key):
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    name, key_id, public = key
    for line in signatures.splitlines():
        dash, signer, data = line.split(" ")
        data = base64.b64decode(data)
        if dash == "—" and signer == name and data[:4] == key_id:
            assert is_signed(public, text.encode(), data[4:]), "the signature does not fit"
            origin, size, root = text.splitlines()[:3]
            assert origin == name, "the checkpoint is of another log"
            return int(size), base64.b64decode(root)
    raise AssertionError("nobody we know signed")


def check_proof(proof):
    assert proof["format"] == "klarpost-proof/2"
    key = read_key(proof["log"]["publicKey"])
    size, root = open_checkpoint(proof["log"]["checkpoint"], key)
    assert proof["entries"], "there are no entries"
    texts = {}
    for wording in proof["wordings"]:
        assert sha256(wording["text"].encode()).hex() == wording["sha256"], "a wording does not fit"
        texts[wording["id"]] = wording["sha256"]
    for entry in proof["entries"]:
        lines = ["klarpost/leaf/v1", entry["id"], entry["at"], entry["kind"], entry["commitment"]]
        hash_ = leaf("".join(line + "\n" for line in lines).encode())
        place = entry["leaf"]
        path = [bytes.fromhex(each) for each in place["path"]]
        assert hash_.hex() == place["hash"], "a leaf does not fit"
        assert leads_to(hash_, place["index"], size, path) == root, "an entry is not in the tree"
        if entry["canonical"] is None:
            continue
        salt = bytes.fromhex(entry["salt"])
        content = b"klarpost/ledger/v1" + salt + entry["canonical"].encode()
        assert leaf(content).hex() == entry["commitment"], "a commitment does not fit"
        document = json.loads(entry["canonical"])
        assert document == entry["document"], "a document is not what was committed to"
        for field in ("id", "kind", "at"):
            assert document[field] == entry[field], "an entry differs from its content"
        wording = document.get("wording")
        assert wording is None or texts[wording["id"]] == wording["sha256"], "another wording"
    for anchor in proof["anchors"]:
        old_size, old_root = open_checkpoint(anchor["checkpoint"], key)
        path = [bytes.fromhex(each) for each in anchor["consistency"]]
        assert grew(old_size, old_root, size, root, path), "an anchor does not fit"
    return f"{len(proof['entries'])} entries, {len(proof['anchors'])} anchors"


def check_trees(path):
    trees, cases, wrong = {}, 0, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            name = case["tree"]
            if name not in trees:
                trees.clear()
                trees[name] = Tree([leaf(f"{name}/{no}".encode()) for no in range(case["leaves"])])
            tree = trees[name]
            n, index, m = case["size"], case["index"], case["from"]
            inclusion = [bytes.fromhex(each) for each in case["inclusion"]]
            consistency = [bytes.fromhex(each) for each in case["consistency"]]
            root = bytes.fromhex(case["root"])
            own = tree.root(0, n)
            good = (
                own == root
                and tree.path(index, 0, n) == inclusion
                and tree.proof(m, n) == consistency
                and leads_to(tree.hashes[index], index, n, inclusion) == own
                and grew(m, tree.root(0, m), n, own, consistency)
            )
            # What was altered on the way must be refused by both alike.
            bent = [bytes.fromhex(each) for each in case["bent"]["path"]]
            if case["bent"]["kind"] == "inclusion":
                taken = leads_to(tree.hashes[index], case["bent"]["index"], n, bent) == own
            else:
                taken = grew(case["bent"]["index"], tree.root(0, m), n, own, bent)
            cases += 1
            if not good or taken != case["bent"]["taken"]:
                wrong += 1
                print(f"does not agree: {line[:200]}")
    print(f"{cases} cases, {wrong} wrong")
    return wrong == 0


if __name__ == "__main__":
    mode, file = sys.argv[1:3]
    if mode == "trees":
        sys.exit(0 if check_trees(file) else 1)
    with open(file, encoding="utf-8") as opened:
        try:
            print(check_proof(json.load(opened)))
        except (AssertionError, KeyError, ValueError) as error:
            print(f"does not fit: {error!r}")
            sys.exit(1)
