/**
 * The container of a backup file (docs/backup-format.md): a header in plain, then the content in chunks, each sealed with
 * AES-256-GCM under a key of this file alone. A chunk's number and whether it is the last are in its nonce, so that chunks
 * cannot be dropped, doubled, moved or cut off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015).
 */

import { hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '../../app/app-error'
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, platformAead } from '../platform-crypto/platform-aead'

const MAGIC = new TextEncoder().encode('wattveil-backup/1\n')
const SALT_BYTES = 32
const HEADER_BYTES = MAGIC.length + SALT_BYTES
const CHUNK_BYTES = 65_536
const KEY_INFO = 'wattveil/v1/backup'

/**
 * @param secret of the recovery words, 16 bytes
 * @param content in pieces of any size
 */
export async function* sealBackup(
  secret: Uint8Array,
  content: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array, void, undefined> {
  const salt = randomBytes(SALT_BYTES)
  const header = Buffer.concat([MAGIC, salt])
  const key = keyOf(secret, salt)
  yield header
  let number = 0
  // One chunk is held back: only at the end is it known to be the last.
  let held: Buffer | null = null
  for await (const chunk of inChunks(content)) {
    if (held) yield seal(key, header, number++, false, held)
    held = chunk
  }
  yield seal(key, header, number, true, held ?? Buffer.alloc(0))
}

/**
 * @param bytes the file in pieces of any size
 * @throws AppError backup-foreign (no backup file), backup-newer, backup-wrong-words (or its first chunk is damaged: the two
 *   cannot be told apart), backup-damaged
 */
export async function* openBackup(
  secret: Uint8Array,
  bytes: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let key: Buffer | null = null
  let header: Buffer = rest
  let number = 0
  for await (const piece of bytes) {
    rest = Buffer.concat([rest, piece])
    if (!key) {
      if (rest.length < HEADER_BYTES) continue
      header = rest.subarray(0, HEADER_BYTES)
      assertMagic(header)
      key = keyOf(secret, header.subarray(MAGIC.length))
      rest = rest.subarray(HEADER_BYTES)
    }
    while (rest.length > CHUNK_BYTES + AEAD_TAG_BYTES) {
      yield open(key, header, number++, false, rest.subarray(0, CHUNK_BYTES + AEAD_TAG_BYTES))
      rest = rest.subarray(CHUNK_BYTES + AEAD_TAG_BYTES)
    }
  }
  if (!key) throw new AppError('backup-foreign')
  yield open(key, header, number, true, rest)
}

function assertMagic(header: Buffer): void {
  if (header.subarray(0, MAGIC.length).equals(MAGIC)) return
  const isOurs = header.subarray(0, MAGIC.length - 2).equals(Buffer.from(MAGIC.subarray(0, MAGIC.length - 2)))
  throw new AppError(isOurs ? 'backup-newer' : 'backup-foreign')
}

function keyOf(secret: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha512', secret, salt, KEY_INFO, 32))
}

/** The key serves one file, so a counter is a nonce that never comes twice. */
function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(AEAD_NONCE_BYTES)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

function seal(key: Buffer, header: Buffer, number: number, isLast: boolean, plain: Buffer): Uint8Array {
  return platformAead.seal(key, nonceOf(number, isLast), header, plain)
}

function open(key: Buffer, header: Buffer, number: number, isLast: boolean, sealed: Buffer): Uint8Array {
  const plain = platformAead.open(key, nonceOf(number, isLast), header, sealed)
  if (!plain) throw new AppError(number === 0 ? 'backup-wrong-words' : 'backup-damaged')
  return plain
}

async function* inChunks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of content) {
    rest = Buffer.concat([rest, piece])
    while (rest.length >= CHUNK_BYTES) {
      yield rest.subarray(0, CHUNK_BYTES)
      rest = rest.subarray(CHUNK_BYTES)
    }
  }
  if (rest.length > 0) yield rest
}
