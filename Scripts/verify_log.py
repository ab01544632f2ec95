#!/usr/bin/env python3
"""Verifies what `sluice audit` gives out, from its bytes alone.

Written from RFC 6962, C2SP signed-note, tlog-checkpoint and tlog-proof, and CloudEvents 1.0, and not from Sluice: with
the standard library and `cryptography`, so that an auditor has a second opinion, and the tests have one too.

    verify_log.py export FILE CHECKPOINT KEY
    verify_log.py proof FILE KEY [LEAF]
    verify_log.py growth OLD FILE KEY

Prints what was proven, and exits 0; or says what does not verify, and exits 1.
"""
import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def need(condition, what):
    if not condition:
        sys.exit(f"does not verify: {what}")


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(leaf):
    return sha256(b"\x00" + leaf)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def tree_root(leaves):
    """The root over an iterable of leaves, holding one hash for each bit of their number; and that number."""
    stack, size = [], 0
    for leaf in leaves:
        node, rest = leaf_hash(leaf), size
        while rest & 1:
            node, rest = node_hash(stack.pop(), node), rest >> 1
        stack.append(node)
        size += 1
    if not stack:
        return sha256(b""), 0
    root = stack.pop()
    while stack:
        root = node_hash(stack.pop(), root)
    return root, size


def split(size):
    """The largest power of two that is smaller than `size`."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root_by_inclusion(index, size, leaf, path):
    """The root that a path leads to: RFC 6962, section 2.1.1, followed from the root down."""
    if size == 1:
        need(not path, "the path is too long")
        return leaf
    need(path, "the path is too short")
    k = split(size)
    if index < k:
        return node_hash(root_by_inclusion(index, k, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], root_by_inclusion(index - k, size - k, leaf, path[:-1]))


def roots_by_consistency(old, new, old_root, path, whole=True):
    """The old and the new root that a proof leads to: RFC 6962, section 2.1.2, followed from the root down."""
    if old == new:
        if whole:
            need(not path, "the proof is too long")
            return old_root, old_root
        need(len(path) == 1, "the proof has another length")
        return path[0], path[0]
    need(path, "the proof is too short")
    k = split(new)
    if old <= k:
        older, newer = roots_by_consistency(old, k, old_root, path[:-1], whole)
        return older, node_hash(newer, path[-1])
    older, newer = roots_by_consistency(old - k, new - k, old_root, path[:-1], False)
    return node_hash(path[-1], older), node_hash(path[-1], newer)


class Key:
    def __init__(self, text):
        self.name, key_id, data = text.strip().split("+", 2)
        tagged = base64.b64decode(data, validate=True)
        need(tagged[0] == 1 and len(tagged) == 33, "the key is not an Ed25519 key")
        self.id = sha256(self.name.encode() + b"\n" + tagged)[:4]
        need(self.id.hex() == key_id, "the key's id is not its own")
        self.public = Ed25519PublicKey.from_public_bytes(tagged[1:])


def checkpoint(text, key):
    """The origin, size and root of a signed checkpoint."""
    body, _, signatures = text.rpartition("\n\n")
    body += "\n"
    for line in signatures.splitlines():
        dash, name, data = line.split(" ")
        need(dash == "\u2014", "a signature line is malformed")
        raw = base64.b64decode(data, validate=True)
        if name == key.name and raw[:4] == key.id:
            try:
                key.public.verify(raw[4:], body.encode())
            except InvalidSignature:
                need(False, "the signature is not the key's")
            break
    else:
        need(False, "the key has not signed the checkpoint")
    origin, size, root = body.split("\n")[:3]
    need(origin == key.name, "the checkpoint is of another log")
    return origin, int(size), base64.b64decode(root, validate=True)


def canonical(leaf):
    event = json.loads(leaf, parse_float=lambda text: need(False, f"a number has a fraction: {text}"))
    written = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    need(written == leaf, "a line is not canonical JSON")
    return event


def check_event(event, position, origin, versions):
    need(event["specversion"] == "1.0", "a line is not CloudEvents 1.0")
    need(event["source"] == origin, "a line is of another log")
    need(event["sequence"] == f"{position:020d}", f"position {position}: the sequence is {event['sequence']}")
    if not event["type"].startswith("dev.sluice.order."):
        return
    data = event["data"]
    order = event["subject"].rsplit("/", 1)[1]
    need(event["type"] == "dev.sluice.order." + data["to"], f"position {position}: the type is not the phase")
    before = versions.get(order, (0, None, ""))
    need(data["version"] == before[0] + 1, f"position {position}: version {data['version']} follows {before[0]}")
    need(data.get("from") == before[1], f"position {position}: it does not leave the phase before it")
    need(event["time"] >= before[2], f"position {position}: it is before the one before it")
    versions[order] = (data["version"], data["to"], event["time"])


def verify_export(path, checkpoint_path, key):
    origin, size, root = checkpoint(open(checkpoint_path, encoding="utf-8").read(), key)
    versions = {}

    def leaves():
        with open(path, "rb") as export:
            for position, line in enumerate(export, 1):
                need(line.endswith(b"\n"), "the last line is cut off")
                leaf = line[:-1]
                check_event(canonical(leaf), position, origin, versions)
                yield leaf

    found, count = tree_root(leaves())
    need(count == size, f"the export has {count} lines, the checkpoint {size}")
    need(found == root, "the export is not the log of the checkpoint")
    print(f"export: {count} entries, {len(versions)} orders, {origin}")


def verify_proof(path, key, leaf_path=None):
    text = open(path, encoding="utf-8").read()
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "the file is not a tlog-proof")
    leaf = base64.b64decode(lines.pop(0)[6:], validate=True) if lines[0].startswith("extra ") else None
    if leaf_path:
        leaf = open(leaf_path, "rb").read().rstrip(b"\n")
    need(leaf is not None, "there is no leaf")
    index = int(lines.pop(0).removeprefix("index "))
    origin, size, root = checkpoint(note, key)
    need(0 <= index < size, "the index is not in the log")
    reached = root_by_inclusion(index, size, leaf_hash(leaf), [base64.b64decode(x, validate=True) for x in lines])
    need(reached == root, "the leaf is not in the log of the checkpoint")
    event = canonical(leaf)
    print(f"proof: {event['subject']} {event['data'].get('event', event['type'])}, {index + 1} of {size}, {origin}")


def verify_growth(old_path, path, key):
    _, old, old_root = checkpoint(open(old_path, encoding="utf-8").read(), key)
    head, _, note = open(path, encoding="utf-8").read().partition("\n\n")
    lines = head.split("\n")
    need(lines.pop(0) == f"old {old}", "the proof is of another old checkpoint")
    origin, new, new_root = checkpoint(note, key)
    need(old <= new, "the old checkpoint is larger")
    if old == 0:
        need(not lines and old_root == sha256(b""), "nothing has no such root")
    else:
        path = [base64.b64decode(x, validate=True) for x in lines]
        need(roots_by_consistency(old, new, old_root, path) == (old_root, new_root), "the log has not only grown")
    print(f"growth: {old} to {new}, {origin}")


def main(arguments):
    match arguments:
        case ["export", path, checkpoint_path, key]:
            verify_export(path, checkpoint_path, Key(key))
        case ["proof", path, key]:
            verify_proof(path, Key(key))
        case ["proof", path, key, leaf]:
            verify_proof(path, Key(key), leaf)
        case ["growth", old, path, key]:
            verify_growth(old, path, Key(key))
        case _:
            sys.exit(__doc__)


main(sys.argv[1:])
