#!/usr/bin/env python3
"""Writes the vectors of this folder: python3 tests/vectors/crypto/generate.py

A second implementation of docs/protocol/primitives.md, in another language and from the published
formulas only (RFC 7748, 8032, 9496), so that a mistake in the first one does not end up in its own
vectors. Slow, not constant in time, not for use. All inputs are derived from the labels below: running
it again gives the same files. rfc9496.json is not written here: it is copied from RFC 9496 appendix A.
"""
import hashlib
import hmac
import json
import pathlib
import re

HERE = pathlib.Path(__file__).parent
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def sha512(b):
    return hashlib.sha512(b).digest()


def le(b):
    return int.from_bytes(b, "little")


def scalar_bytes(s):
    return (s % L).to_bytes(32, "little")


# --- Edwards curve, extended coordinates (RFC 8032 section 5.1.4) ---------------------------------
def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0])
    b = (p[1] + p[0]) * (q[1] + q[0])
    c = 2 * p[3] * q[3] * D
    d = 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


ZERO = (0, 1, 1, 0)


def mul(n, p):
    q = ZERO
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


def neg(p):
    return (-p[0] % P, p[1], p[2], -p[3] % P)


def ed_encode(p):
    zi = pow(p[2], -1, P)
    return (p[1] * zi % P | (p[0] * zi % P & 1) << 255).to_bytes(32, "little")


def ed_point(y, sign):
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P)
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * SQRT_M1 % P
    assert (x * x - xx) % P == 0
    return (P - x if (x & 1) != sign else x, y, 1, (P - x if (x & 1) != sign else x) * y % P)


BASE = ed_point(4 * pow(5, -1, P) % P, 0)


# --- ristretto255 (RFC 9496 section 4) ------------------------------------------------------------
def sqrt_ratio(u, v):
    r = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in (-u % P, -u * SQRT_M1 % P):
        r = r * SQRT_M1 % P
    return check in (u % P, -u % P), (P - r if r & 1 else r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, (-1 - D) % P)[1]
_root = sqrt_ratio((-D - 1) % P, 1)[1]
# RFC 9496 section 4.1 gives the odd root of ad - 1.
SQRT_AD_MINUS_ONE = _root if _root & 1 else P - _root


def encode(p):
    x, y, z, t = p
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    inv = sqrt_ratio(1, u1 * u2 * u2 % P)[1]
    d1, d2 = inv * u1 % P, inv * u2 % P
    zi = d1 * d2 * t % P
    den = d2
    if t * zi % P & 1:
        x, y, den = y * SQRT_M1 % P, x * SQRT_M1 % P, d1 * INVSQRT_A_MINUS_D % P
    if x * zi % P & 1:
        y = -y % P
    s = den * (z - y) % P
    return (P - s if s & 1 else s).to_bytes(32, "little")


def elligator(t):
    r = SQRT_M1 * t * t % P
    u = (r + 1) * (1 - D * D) % P
    c = P - 1
    v = (c - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    if not square:
        s = s * t % P
        s = s if s & 1 else -s % P
        c = r
    n = (c * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1, w2, w3 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P, (1 - s * s) % P, (1 + s * s) % P
    return (w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P)


def from_uniform(b):
    mask = 2**255 - 1
    return add(elligator((le(b[:32]) & mask) % P), elligator((le(b[32:]) & mask) % P))


G = BASE
H = from_uniform(hashlib.sha3_512(encode(G)).digest())


def com(v, r):
    return encode(add(mul(v % L, G), mul(r % L, H)))


# --- X25519 (RFC 7748 section 5) and HKDF (RFC 5869) ----------------------------------------------
def x25519(k, u):
    k = (le(k) & ((1 << 254) - 8)) | 1 << 254
    x1 = le(u) & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap != bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a, b * b, d * a, c * b
        e = aa - bb
        x2, z2, x3, z3 = aa * bb % P, e * (aa + 121665 * e) % P, (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def hkdf(ikm, salt, info, length):
    prk, out, block = hmac.digest(salt, ikm, "sha512"), b"", b""
    while len(out) < length:
        block = hmac.digest(prk, block + info + bytes([len(out) // 64 + 1]), "sha512")
        out += block
    return out[:length]


# --- containers (docs/protocol/primitives.md sections 4 and 5) -------------------------------------
def lp_list(*fields):
    return b"".join(len(f).to_bytes(4, "big") + f for f in fields)


def lp(tag, *fields):
    return lp_list(("wattveil/v1/" + tag).encode(), *fields)


def num(n, size):
    return n.to_bytes(size, "big")


def wide(b):
    return le(b) % L


def seed(label):
    return hashlib.sha256(("wattveil test vector: " + label).encode()).digest()


# --- files ----------------------------------------------------------------------------------------
def write(name, content):
    text = json.dumps({"generator": "generate.py", **content}, indent=2)
    # Short lists of strings on one line, as the formatter of the project wants them.
    text = re.sub(r'\[\s+("[0-9a-f]{0,40}"(?:,\s+"[0-9a-f]{0,40}")*)\s+\]', lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    (HERE / name).write_text(text + "\n")


def lp_vectors():
    rec = lp("rec", b"1EMH0012345678", num(0x0108, 2), b"")
    good = [
        {"note": "label alone", "tag": "wattveil/v1/next", "fields": [], "bytes": lp("next").hex()},
        {
            "note": "an empty field is not an absent one",
            "tag": "wattveil/v1/rec",
            "fields": [b"1EMH0012345678".hex(), "0108", ""],
            "bytes": rec.hex(),
        },
        {
            "note": "fields with zeros, lengths above 255",
            "tag": "wattveil/v1/sum",
            "fields": ["00", "00" * 300],
            "bytes": lp("sum", b"\0", bytes(300)).hex(),
        },
    ]
    bad = [
        ("one byte left over", "truncated", rec + b"\0"),
        ("last byte missing", "truncated", rec[:-1]),
        ("field cut", "truncated", lp("next", b"abcd")[:-2]),
        ("length points outside", "truncated", b"\xff\xff\xff\xff"),
        ("more bytes than allowed", "too-long", lp("next", bytes(600))),
        ("more fields than allowed", "too-many-fields", lp("next", *[b""] * 20)),
        ("no label", "unknown-tag", lp_list(b"1EMH0012345678", b"\1")),
        ("label in upper case", "unknown-tag", lp_list(b"WATTVEIL/V1/NEXT")),
        ("label of another version", "unknown-tag", lp_list(b"wattveil/v2/next")),
        ("label with a space", "unknown-tag", lp_list(b"wattveil/v1/next ")),
        ("nothing at all", "unknown-tag", b""),
    ]
    write(
        "lp.json",
        {
            "note": "LP containers; the bad ones are read with at most 512 bytes and 16 fields",
            "good": good,
            "bad": [{"note": n, "code": c, "bytes": b.hex()} for n, c, b in bad],
        },
    )


def pedersen_vectors():
    items = []
    for v in [0, 1, 87, 2**32 - 1, 10868 * 200, -5000000, 2**78 - 1, L - 1]:
        r = wide(sha512(seed(f"blinding {v}")))
        items.append({"value": str(v), "blinding": scalar_bytes(r).hex(), "commitment": com(v, r).hex()})
    write(
        "pedersen.json",
        {
            "note": "C = v*G + r*H; blindings are 32 bytes little-endian, values decimal",
            "valueBase": encode(G).hex(),
            "blindingBase": encode(H).hex(),
            "items": items,
        },
    )


def blinding_vectors():
    key, before = seed("day key"), seed("previous hash")
    cases = []
    for meter, obis, counter, start, seconds, status, v in [
        ("1EMH0012345678", 0x0108, 0, 1772323200, 900, 0, 0),
        ("1EMH0012345678", 0x0108, 0, 1772323200, 900, 0, 1),
        ("1EMH0012345678", 0x0208, 0, 1772323200, 900, 0, 0),
        ("Z", 0x0108, 2**63, 2**40, 11700, 1, 2**32 - 1),
    ]:
        message = lp("blind", meter.encode(), num(obis, 2), num(counter, 8), num(start, 8),
                     num(seconds, 4), num(status, 2), num(v, 4), before)
        r = wide(hmac.digest(key, message, "sha512"))
        cases.append({"meterId": meter, "obis": obis, "counter": str(counter), "intervalStart": str(start),
                      "seconds": seconds, "status": status, "value": str(v), "message": message.hex(),
                      "blinding": scalar_bytes(r).hex()})
    following = hmac.digest(key, lp("next"), "sha512")[:32]
    write("blinding.json", {"note": "blindings of four records of one day, and the key of the day after",
                            "dayKey": key.hex(), "previousHash": before.hex(), "nextDayKey": following.hex(),
                            "cases": cases})


def pad_vectors():
    rho, t = seed("rho"), 1969248
    members = sorted(((seed(f"id {i}"), seed(f"x25519 {i}"), 100 * i + 7) for i in range(3)), key=lambda m: m[0])
    nine = (9).to_bytes(32, "little")
    public = [x25519(x, nine) for _, x, _ in members]
    pairs, sums = [], [[0, 0] for _ in members]
    for i in range(3):
        for j in range(i + 1, 3):
            info = lp("pair", members[i][0], members[j][0])
            k = hkdf(x25519(members[i][1], public[j]), rho, info, 64)
            pad = [wide(hmac.digest(k, lp("pad/" + c, rho, num(t, 8)), "sha512")) for c in "vr"]
            pairs.append({"lower": i, "higher": j, "seed": k.hex(), "value": scalar_bytes(pad[0]).hex(),
                          "blinding": scalar_bytes(pad[1]).hex()})
            for c in (0, 1):
                sums[i][c] += pad[c]
                sums[j][c] -= pad[c]
    rows, total = [], [0, 0]
    for n, (identity, secret, v) in enumerate(members):
        r = wide(sha512(seed(f"blinding of member {n}")))
        total[0] += v
        total[1] += r
        rows.append({"id": identity.hex(), "secret": secret.hex(), "public": public[n].hex(), "value": str(v),
                     "blinding": scalar_bytes(r).hex(), "commitment": com(v, r).hex(),
                     "padValue": scalar_bytes(sums[n][0]).hex(), "padBlinding": scalar_bytes(sums[n][1]).hex(),
                     "maskedValue": scalar_bytes(v + sums[n][0]).hex(),
                     "maskedBlinding": scalar_bytes(r + sums[n][1]).hex()})
    write("pads.json", {"note": "one round of three members, in the order of their ids", "rho": rho.hex(),
                        "round": str(t), "members": rows, "pairs": pairs,
                        "sum": {"value": str(total[0]), "blinding": scalar_bytes(total[1]).hex()}})


def ed25519_vectors():
    h = sha512(seed("ed25519"))
    a, prefix = (le(h[:32]) & ((1 << 254) - 8)) | 1 << 254, h[32:]
    torsion = mul(L, ed_point(le(bytes.fromhex(
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")), 0))
    assert mul(4, torsion) != ZERO and ed_encode(mul(8, torsion)) == ed_encode(ZERO)
    honest, mixed = mul(a, BASE), add(mul(a, BASE), torsion)

    def challenge(r, key, message):
        return wide(sha512(r + key + message))

    def sign(key, message, extra=ZERO, secret=a):
        r = wide(sha512(prefix + message))
        big_r = ed_encode(add(mul(r, BASE), extra))
        return big_r + scalar_bytes(r + challenge(big_r, key, message) * secret)

    def find(key, wanted):
        for i in range(1000):
            message = f"message {i}".encode()
            if (challenge(sign(key, message)[:32], key, message) % 8 == 0) == wanted:
                return message
        raise AssertionError

    key, mixed_key, message = ed_encode(honest), ed_encode(mixed), b"head of the chain"
    good = sign(key, message)
    small_r = lambda p, s: ed_encode(p) + s
    zero_signature = ed_encode(ZERO) + bytes(32)
    minus_one, identity_odd = (P - 1).to_bytes(32, "little"), (1 | 1 << 255).to_bytes(32, "little")
    k_small = challenge(ed_encode(torsion), key, message)
    cases = [
        ("honest", key, message, good, True),
        ("honest, empty message", key, b"", sign(key, b""), True),
        ("another message", key, message + b"!", good, False),
        ("S + l", key, message, good[:32] + (le(good[32:]) + L).to_bytes(32, "little"), False),
        ("bit 255 of S set", key, message, good[:63] + bytes([good[63] | 128]), False),
        ("signature of 63 bytes", key, message, good[:63], False),
        ("signature of 65 bytes", key, message, good + b"\0", False),
        ("key of 33 bytes", key + b"\0", message, good, False),
        ("key of 31 bytes", key[:31], message, good, False),
        ("key of mixed order, equation holds without cofactor", mixed_key, find(mixed_key, True),
         sign(mixed_key, find(mixed_key, True)), True),
        ("key of mixed order, equation holds only with cofactor", mixed_key, find(mixed_key, False),
         sign(mixed_key, find(mixed_key, False)), False),
        ("R of mixed order, equation holds only with cofactor", key, message, sign(key, message, torsion), False),
        ("key is the identity: signs every message", ed_encode(ZERO), message, zero_signature, False),
        ("key is the identity with a sign", identity_odd, message, zero_signature, False),
        ("key of order 2", minus_one, message, zero_signature, False),
        ("key of order 8", ed_encode(torsion), message, zero_signature, False),
        ("key y = p, another name of 0", P.to_bytes(32, "little"), message, good, False),
        ("key y = 2^255 - 1", b"\xff" * 31 + b"\x7f", message, good, False),
        ("key not on the curve", (2).to_bytes(32, "little"), message, good, False),
        ("R is the identity, made by the key's owner", key, message,
         small_r(ZERO, scalar_bytes(challenge(ed_encode(ZERO), key, message) * a)), False),
        ("R of order 8, made by the key's owner", key, message, small_r(torsion, scalar_bytes(k_small * a)), False),
        ("R not canonical", key, message, b"\xff" * 31 + b"\x7f" + good[32:], False),
        ("all zero", bytes(32), message, bytes(64), False),
    ]
    write("ed25519-rule.json", {
        "note": "one strict rule: canonical encodings, nothing of small order, equation without cofactor",
        "cases": [{"note": n, "publicKey": k.hex(), "message": m.hex(), "signature": s.hex(), "accept": ok}
                  for n, k, m, s, ok in cases]})


lp_vectors()
pedersen_vectors()
blinding_vectors()
pad_vectors()
ed25519_vectors()
