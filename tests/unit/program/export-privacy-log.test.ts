import { describe, expect, it } from 'vitest'
import { createPrivacyLog } from '../../../adapters/storage/privacy-log'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { Documents, PrivacyEntry } from '../../../app/ports'
import { exportPrivacyLog } from '../../../app/program/export-privacy-log'
import { testDatabase } from '../../support/test-database'

const NOW = toUtcSeconds(1_780_000_000)

const sample = (index: number, change: Partial<PrivacyEntry> = {}): PrivacyEntry => ({
  at: toUtcSeconds(1_779_000_000 + index),
  recipient: 'Stromwerk Musterau',
  host: 'stromwerk.example:443',
  purpose: 'round-submit',
  bytes: 100 + index,
  about: null,
  ...change
})

async function exported(entries: readonly PrivacyEntry[], style: 'csv' | 'json') {
  const log = createPrivacyLog(testDatabase())
  for (const entry of entries) log.append(entry)
  const chunks: Uint8Array[] = []
  const documents: Documents = {
    open: () => Promise.reject(new TypeError('nothing is read')),
    replace: async (_target, given) => {
      for await (const chunk of given) chunks.push(chunk)
    }
  }
  const count = await exportPrivacyLog({ log, documents, now: NOW, target: 'a', style })
  return { count, text: Buffer.concat(chunks).toString('utf8') }
}

describe('the privacy log as a file', () => {
  it('holds every entry of many pages, newest first, with when, to whom, where, why and how many bytes', async () => {
    const { count, text } = await exported(
      Array.from({ length: 1203 }, (_, index) => sample(index)),
      'csv'
    )
    const rows = text.split('\r\n')
    expect(count).toBe(1203)
    expect(rows).toHaveLength(1205)
    expect(rows[0]).toBe('time,recipient,host,purpose,about,bytes')
    expect(rows[1]).toBe('2026-05-17T07:00:02Z,Stromwerk Musterau,stromwerk.example:443,round-submit,,1302')
    expect(rows.at(-1)).toBe('')
  })

  it('is an empty list where nothing ever left', async () => {
    expect((await exported([], 'csv')).text).toBe('time,recipient,host,purpose,about,bytes\r\n')
    const { text } = await exported([], 'json')
    expect(JSON.parse(text)).toEqual({
      format: 'wattveil-privacy-log/1',
      writtenAt: '2026-05-28T20:26:40Z',
      entries: []
    })
  })

  it.each(['=cmd()', '+1', '-1', '@a'])('lets no name begin a formula: %s', async (recipient) => {
    const { text } = await exported([sample(0, { recipient })], 'csv')
    expect(text.split('\r\n')[1]).toContain(`,"'${recipient}",`)
  })

  it('keeps a name with commas, quotes and line breaks in its cell', async () => {
    const { text } = await exported([sample(0, { recipient: 'a,"b"\nc', host: null })], 'csv')
    expect(text.split('\r\n')[1]).toBe('2026-05-17T06:40:00Z,"a,""b""\nc",,round-submit,,100')
  })

  it('is JSON that gives back every entry', async () => {
    const { text } = await exported([sample(0), sample(1, { about: toUtcSeconds(900), host: null })], 'json')
    const { entries } = JSON.parse(text) as { entries: object[] }
    expect(entries).toEqual([
      {
        time: '2026-05-17T06:40:01Z',
        recipient: 'Stromwerk Musterau',
        host: null,
        purpose: 'round-submit',
        about: '1970-01-01T00:15:00Z',
        bytes: 101
      },
      {
        time: '2026-05-17T06:40:00Z',
        recipient: 'Stromwerk Musterau',
        host: 'stromwerk.example:443',
        purpose: 'round-submit',
        about: null,
        bytes: 100
      }
    ])
  })
})
