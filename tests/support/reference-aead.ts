/**
 * AES-256-GCM written down from FIPS 197 and NIST SP 800-38D, byte by byte and bit by bit: slow, not constant-time, only to hold
 * the platform's against. (@noble/curves and @noble/hashes have no cipher.)
 */

const BLOCK = 16
const ROUNDS = 14
const KEY_WORDS = 8

/** Product in GF(2^8) by x^8 + x^4 + x^3 + x + 1 (FIPS 197, 4.2). */
function product(left: number, right: number): number {
  let [a, b, sum] = [left, right, 0]
  for (; b > 0; b >>= 1) {
    if (b & 1) sum ^= a
    a = (a << 1) ^ (a & 0x80 ? 0x11b : 0)
  }
  return sum
}

/** FIPS 197, 5.1.1: the inverse, then an affine map. */
const S_BOX = Array.from({ length: 256 }, (_, byte) => {
  const inverse =
    byte === 0 ? 0 : Array.from({ length: 256 }, (_, each) => each).find((each) => product(byte, each) === 1)
  const turned = (by: number): number => (((inverse ?? 0) << by) | ((inverse ?? 0) >> (8 - by))) & 255
  return turned(0) ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63
})

const substituted = (byte: number): number => S_BOX[byte] ?? 0
const at = (bytes: ArrayLike<number>, index: number): number => bytes[index] ?? 0

/** FIPS 197, 5.2: 15 round keys of 16 bytes. */
function expandedKey(key: Uint8Array): number[] {
  const bytes = [...key]
  for (let word = KEY_WORDS, constant = 1; word < 4 * (ROUNDS + 1); word++) {
    let last = bytes.slice(-4)
    if (word % KEY_WORDS === 0) {
      last = [...last.slice(1), at(last, 0)].map(substituted)
      last[0] = at(last, 0) ^ constant
      constant = product(constant, 2)
    } else if (word % KEY_WORDS === 4) last = last.map(substituted)
    bytes.push(...last.map((byte, index) => byte ^ at(bytes, 4 * (word - KEY_WORDS) + index)))
  }
  return bytes
}

/** FIPS 197, 5.1. */
function encryptedBlock(schedule: readonly number[], block: Uint8Array): Uint8Array {
  const withKey = (state: readonly number[], round: number): number[] =>
    state.map((byte, index) => byte ^ at(schedule, BLOCK * round + index))
  let state = withKey([...block], 0)
  for (let round = 1; round <= ROUNDS; round++) {
    const source = state
    // SubBytes and ShiftRows: row r of column c comes from column c + r.
    const shifted = source.map((_, index) => substituted(at(source, (index + 4 * (index % 4)) % BLOCK)))
    const mixed = shifted.map((_, index) => {
      const column = index - (index % 4)
      const row = (step: number): number => at(shifted, column + ((index + step) % 4))
      return product(row(0), 2) ^ product(row(1), 3) ^ row(2) ^ row(3)
    })
    state = withKey(round === ROUNDS ? shifted : mixed, round)
  }
  return Uint8Array.from(state)
}

const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: BLOCK }, (_, index) => Number((value >> BigInt(8 * (BLOCK - 1 - index))) & 255n))

/** SP 800-38D, 6.3: the leftmost bit is the lowest power. */
function fieldProduct(left: bigint, right: bigint): bigint {
  let [sum, shifted] = [0n, right]
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((left >> bit) & 1n) sum ^= shifted
    shifted = (shifted >> 1n) ^ (shifted & 1n ? 0xe1n << 120n : 0n)
  }
  return sum
}

/** SP 800-38D, 6.4, over both texts, each filled up with zeros, and their lengths. */
function digest(subkey: bigint, associated: Uint8Array, sealed: Uint8Array): bigint {
  let sum = 0n
  for (const text of [associated, sealed]) {
    for (let from = 0; from < text.length; from += BLOCK) {
      const block = new Uint8Array(BLOCK)
      block.set(text.subarray(from, from + BLOCK))
      sum = fieldProduct(sum ^ numberOf(block), subkey)
    }
  }
  const lengths = (BigInt(8 * associated.length) << 64n) | BigInt(8 * sealed.length)
  return fieldProduct(sum ^ lengths, subkey)
}

/** SP 800-38D, 7.1, for nonces of 12 bytes. @returns sealed bytes and tag, as `Aead.seal` */
export function referenceSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  plain: Uint8Array
): Uint8Array {
  const schedule = expandedKey(key)
  const first = (numberOf(nonce) << 32n) | 1n
  const stream = (block: bigint): Uint8Array => encryptedBlock(schedule, bytesOf(first + block))
  const sealed = Uint8Array.from(plain)
  for (let from = 0; from < plain.length; from += BLOCK) {
    const mask = stream(BigInt(from / BLOCK + 1))
    for (let index = from; index < Math.min(from + BLOCK, plain.length); index++) {
      sealed[index] = at(plain, index) ^ at(mask, index - from)
    }
  }
  const subkey = numberOf(encryptedBlock(schedule, new Uint8Array(BLOCK)))
  const tag = bytesOf(digest(subkey, associated, sealed) ^ numberOf(stream(0n)))
  return Uint8Array.from([...sealed, ...tag])
}
