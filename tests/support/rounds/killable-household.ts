/**
 * One step of a household as a process of its own that kills itself with SIGKILL at a given point:
 * node household.mjs DATABASE COLLECTOR NOW POINT. Ends with 0 when it got past all points.
 */

import { createCollectorConnection } from '../../../adapters/http/round-transport'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { createChainStore } from '../../../adapters/storage/chain-store'
import { openDatabase } from '../../../adapters/storage/database'
import { createPadLedger } from '../../../adapters/storage/pad-ledger'
import { createRoundStore } from '../../../adapters/storage/round-store'
import { systemRandom } from '../../../adapters/system/system-random'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createRounds } from '../../../app/rounds/create-rounds'
import { createNobleKernel } from '../../../crypto'
import { type Fault, withChaos } from './chaos'

const [file = '', address = '', now = '', point = ''] = process.argv.slice(2)
const state = { passed: 0 }

/** Points are counted through: before and after each message and write, and in the middle of each write. */
function fault(kinds: readonly Fault[]): Fault {
  const wanted = Number(point) - state.passed
  state.passed += kinds.length
  return kinds[wanted] ?? 'none'
}

function killSelf(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('still alive')
}

const database = openDatabase({ file, key: 'test/key/of/thirty/two/character' })
const primitives = createPlatformPrimitives()
const chaos = withChaos({
  onMessage: () => fault(['before', 'after']),
  onWrite: () => fault(['before', 'twice', 'after']),
  cut: killSelf
})
const connection = createCollectorConnection({ beforeSend: () => undefined, timeoutMs: 10_000 })
const rounds = createRounds(
  chaos({
    ...{ clock: { now: () => toUtcSeconds(Number(now)) }, random: systemRandom, primitives },
    work: createInProcessWork(createNobleKernel(), systemRandom),
    ...{ store: createRoundStore(database), ledger: createPadLedger(database) },
    chains: createChainStore(database, primitives),
    meters: { find: () => null },
    meterLink: {
      signEnrolment: () => Promise.reject(new Error('not asked')),
      describe: () => Promise.reject(new Error('not asked'))
    },
    connect: (_, recipient, pin, startOf) => connection(address, recipient, pin, startOf),
    changed: () => undefined
  })
)
await rounds.step()
database.close()
