import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { createGrantedFiles } from '../../../adapters/system/granted-files'
import { AppError } from '../../../app/app-error'
import { temporaryFolder } from '../../support/temporary-folder'

async function allOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

describe('createFileDocuments', () => {
  it('reads a granted file in pieces of at most 1 MiB', async () => {
    const path = join(temporaryFolder(), 'readings.csv')
    const content = Buffer.alloc(700_000, 'abc')
    writeFileSync(path, content)
    const files = createGrantedFiles()
    const documents = createFileDocuments(files.resolve)
    const opened = await documents.open(files.grant(path))
    expect(opened).toMatchObject({ name: 'readings.csv', bytes: 700_000 })
    let largest = 0
    const parts: Uint8Array[] = []
    for await (const chunk of opened.chunks) {
      largest = Math.max(largest, chunk.length)
      parts.push(chunk)
    }
    expect(Buffer.concat(parts).equals(content)).toBe(true)
    expect(largest).toBeLessThanOrEqual(1024 * 1024)
  })

  it('says when a file is gone, was never granted, or is a folder', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'readings.csv')
    writeFileSync(path, 'x')
    const files = createGrantedFiles()
    const documents = createFileDocuments(files.resolve)
    const token = files.grant(path)
    rmSync(path)
    await expect(documents.open(token)).rejects.toEqual(new AppError('file-gone', { file: 'readings.csv' }))
    await expect(documents.open('0'.repeat(32))).rejects.toThrow('file-gone')
    await expect(documents.open(files.grant(folder))).rejects.toThrow('file-unreadable')
  })

  it('reads no file that grows or is cut meanwhile', async () => {
    const path = join(temporaryFolder(), 'readings.csv')
    const files = createGrantedFiles()
    const documents = createFileDocuments(files.resolve)
    for (const bytes of [400_001, 399_999]) {
      writeFileSync(path, Buffer.alloc(400_000, 'abc'))
      const { chunks } = await documents.open(files.grant(path))
      truncateSync(path, bytes)
      await expect(allOf(chunks)).rejects.toThrow('file-changed')
    }
  })

  it('removes what a process that was killed in the middle left beside it, and nothing of one that lives', async () => {
    const folder = temporaryFolder()
    const part = (file: string, pid: number): string => `.${file}.${pid.toString(16).padStart(8, '0')}0123456789ab.part`
    const { pid: dead } = spawnSync(process.execPath, ['-e', ''])
    const kept = [part('out.csv', process.pid), part('other.csv', dead), '.out.csv.note.part']
    for (const name of [...kept, part('out.csv', dead)]) writeFileSync(join(folder, name), 'half')
    const files = createGrantedFiles()
    await createFileDocuments(files.resolve).replace(files.grant(join(folder, 'out.csv')), [Buffer.from('new')])
    expect(readdirSync(folder).sort()).toEqual([...kept, 'out.csv'].sort())
  })

  it('replaces a file whole, and leaves the old one and no rest behind when the writing fails', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'out.csv')
    writeFileSync(path, 'old')
    const files = createGrantedFiles()
    const documents = createFileDocuments(files.resolve)
    const token = files.grant(path)
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('half'))
      throw new RangeError('cancelled')
    }
    await expect(documents.replace(token, failing())).rejects.toThrow('cancelled')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['out.csv'])
    await documents.replace(token, [Buffer.from('new '), Buffer.from('text')])
    expect((await allOf((await documents.open(token)).chunks)).toString()).toBe('new text')
    expect(readdirSync(folder)).toEqual(['out.csv'])
  })

  it.skipIf(process.platform === 'win32')(
    'writes what its owner alone can read, whoever could read it before',
    async () => {
      const path = join(temporaryFolder(), 'out.csv')
      const files = createGrantedFiles()
      const documents = createFileDocuments(files.resolve)
      for (const before of [null, 0o644]) {
        if (before !== null) chmodSync(path, before)
        await documents.replace(files.grant(path), [Buffer.from('readings')])
        expect(statSync(path).mode & 0o777).toBe(0o600)
      }
    }
  )

  it('says when the target cannot be written', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'out.csv'))
    const files = createGrantedFiles()
    const documents = createFileDocuments(files.resolve)
    await expect(documents.replace(files.grant(join(folder, 'out.csv')), [Buffer.from('x')])).rejects.toThrow(
      'file-unwritable'
    )
    await expect(documents.replace(files.grant(join(folder, 'no', 'x')), [])).rejects.toThrow('file-unwritable')
    expect(readdirSync(folder)).toEqual(['out.csv'])
  })
})
