/** A process that logs the opening of period after period until it is killed; started by a test through tsx. */

import { writeSync } from 'node:fs'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { openDatabase } from '../../../adapters/storage/database'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN, OBIS_FED_IN, toMeterId } from '../../../app/domain/meter/meter'

const [file = '', key = ''] = process.argv.slice(2)
const INTERVALS = 700
const store = createBillStore(openDatabase({ file, key }))
const drawn = { meterId: toMeterId('1WVT0001'), obis: OBIS_DRAWN } as const
const fedIn = { ...drawn, obis: OBIS_FED_IN } as const

for (let period = 0; ; period += 1) {
  const [start, end] = [toUtcSeconds(period * INTERVALS * 900), toUtcSeconds((period + 1) * INTERVALS * 900)]
  if (store.response('c1', start)) continue
  const response = {
    contractHash: 'c1',
    period: { start, end },
    body: new Uint8Array([period % 256]),
    signature: new Uint8Array(64),
    hash: `r${String(period)}`,
    listHash: null,
    sentAt: null
  }
  if (
    !store.logOpening(
      response,
      [drawn, fedIn].map((chain) => ({ chain, from: start, to: end }))
    )
  )
    throw new Error('opened already')
  // Said only after the commit: what is sent now must be in the log for ever.
  writeSync(1, '.')
}
