"""Openings by libsodium in C, where a machine has it: one commitment at a time, as its interface offers it.

Standard input: lines of commitment, value, blinding and the encoding of H, 32 bytes each in hexadecimal digits.
Standard output: milliseconds of the processor, then of the clock, for all of them; the calls' own cost is taken off.
Exit code 2 where there is no libsodium.
"""

import ctypes
import sys
import time

NAMES = ('libsodium.so.26', 'libsodium.so.23', 'libsodium.so', 'libsodium.dylib', 'libsodium.dll')


def load():
    for name in NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    sys.exit(2)


def timed(work):
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


sodium = load()
if sodium.sodium_init() < 0:
    sys.exit(2)
openings = [[bytes.fromhex(word) for word in line.split()] for line in sys.stdin]
a, b, c = (ctypes.create_string_buffer(32) for _ in range(3))


def check():
    for commitment, value, blinding, base in openings:
        sodium.crypto_scalarmult_ristretto255_base(a, value)
        sodium.crypto_scalarmult_ristretto255(b, blinding, base)
        sodium.crypto_core_ristretto255_add(c, a, b)
        if sodium.sodium_memcmp(c, commitment, 32) != 0:
            sys.exit('libsodium refused an opening that fits')


def call():
    for commitment, value, blinding, base in openings:
        sodium.sodium_library_version_major(a, value)
        sodium.sodium_library_version_major(b, blinding, base)
        sodium.sodium_library_version_major(c, a, b)
        sodium.sodium_memcmp(c, commitment, 32)


whole, calls = timed(check), timed(call)
print(*(1000 * (one - other) for one, other in zip(whole, calls)))
