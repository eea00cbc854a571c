import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openBackup, sealBackup } from '../../../adapters/backup/backup-container'
import { AppError } from '../../../app/app-error'

const SECRET = new Uint8Array(16).fill(3)
const CHUNK = 65_536

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

const sealed = (content: Uint8Array, size = 50_000): Promise<Uint8Array> =>
  whole(sealBackup(SECRET, pieces(content, size)))

async function failureOf(bytes: Uint8Array, secret = SECRET): Promise<string> {
  try {
    await whole(openBackup(secret, pieces(bytes, 70_000)))
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'no failure'
}

const contents = fc
  .tuple(
    fc.constantFrom(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17),
    fc.integer({ min: 1, max: 255 })
  )
  .map(([length, step]) => new Uint8Array(length).map((_, index) => index * step))

describe('the container of a backup', () => {
  it('gives back what was put in, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(contents, fc.integer({ min: 700, max: 100_000 }), async (content, size) => {
        const file = await sealed(content, size)
        expect(Buffer.compare(await whole(openBackup(SECRET, pieces(file, size))), content)).toBe(0)
      }),
      { numRuns: 30 }
    )
  })

  it('never gives the same bytes twice', async () => {
    const content = new Uint8Array(100)
    expect(Buffer.compare(await sealed(content), await sealed(content))).not.toBe(0)
  })

  it('refuses every changed bit and every shortened file', async () => {
    const file = await sealed(new Uint8Array(2 * CHUNK + 100))
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
        const changed = file.slice()
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(await failureOf(changed)).not.toBe('no failure')
        expect(await failureOf(file.subarray(0, at))).not.toBe('no failure')
      }),
      { numRuns: 60 }
    )
  })

  it('refuses chunks that were dropped, doubled, swapped, or taken from another file', async () => {
    const content = new Uint8Array(4 * CHUNK).map((_, index) => index >> 16)
    const file = await sealed(content)
    const other = await sealed(content)
    const header = file.subarray(0, 50)
    const chunk = (from: Uint8Array, index: number): Uint8Array =>
      from.subarray(50 + index * (CHUNK + 16), 50 + (index + 1) * (CHUNK + 16))
    const made = (...chunks: Uint8Array[]): Promise<string> =>
      failureOf(new Uint8Array(Buffer.concat([header, ...chunks])))
    const [one, two, three, four] = [0, 1, 2, 3].map((index) => chunk(file, index)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array
    ]
    expect(await made(one, two, three, four)).toBe('no failure')
    expect(await made(one, two, three)).toBe('backup-damaged')
    expect(await made(one, three, four)).toBe('backup-damaged')
    expect(await made(one, two, two, three, four)).toBe('backup-damaged')
    expect(await made(one, three, two, four)).toBe('backup-damaged')
    expect(await made(one, chunk(other, 1), three, four)).toBe('backup-damaged')
    expect(await made(one, two, three, four, four)).toBe('backup-damaged')
  })

  it('tells a foreign file, a newer one, and wrong words apart', async () => {
    const file = await sealed(new Uint8Array(10))
    expect(await failureOf(new Uint8Array(200))).toBe('backup-foreign')
    expect(await failureOf(new Uint8Array(0))).toBe('backup-foreign')
    const newer = file.slice()
    newer[16] = 0x32
    expect(await failureOf(newer)).toBe('backup-newer')
    expect(await failureOf(file, new Uint8Array(16))).toBe('backup-wrong-words')
  })
})
