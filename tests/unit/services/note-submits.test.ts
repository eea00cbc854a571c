import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { notingConnection, otherSubmits } from '../../../services/household/note-submits'
import { temporaryFolder } from '../../support/temporary-folder'

describe('the witness of a demo', () => {
  it('notes each SUBMIT before it leaves, and tells the same bytes sent again from other bytes', async () => {
    const file = join(temporaryFolder(), 'sent')
    const left: string[] = []
    const straight = (): RoundTransport =>
      ({
        submit: () => {
          left.push(readFileSync(file, 'utf8'))
          return Promise.reject(new Error('lost on the way'))
        }
      }) as unknown as RoundTransport
    const transport = notingConnection(straight, file)('http://127.0.0.1:1', 'collector', null, () => 0 as never)
    const send = (epoch: number, byte: number): Promise<unknown> =>
      transport.submit(epoch, Uint8Array.of(byte)).catch(() => null)
    await send(7, 1)
    expect(left[0]).toMatch(/^7 [0-9a-f]{64}\n$/u)
    await send(7, 1)
    await send(8, 1)
    expect(otherSubmits(readFileSync(file, 'utf8'))).toBe(0)
    await send(7, 2)
    await send(8, 3)
    await send(8, 4)
    expect(otherSubmits(readFileSync(file, 'utf8'))).toBe(3)
  })
})
