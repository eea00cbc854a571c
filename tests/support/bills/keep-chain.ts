/** Keeps a made chain in a household's database, as its meter would have handed it over, with the head at the end. */

import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { createChainStore } from '../../../adapters/storage/chain-store'
import type { Database } from '../../../adapters/storage/database'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { MarkRun } from '../../../app/readings/opening-marks'
import { type MadeChain, memoryChains, signHead } from './memory-chains'

/**
 * @param headAt whether the head of a record that ends then is kept too; that of the last one always is
 * @param mark as the household's own marks its openings; nothing is marked when left out
 */
export function keepChain(
  database: Database,
  chain: MadeChain,
  headAt: (end: number) => boolean = () => false,
  mark?: MarkRun
): void {
  const store = createChainStore(database, createPlatformPrimitives(), mark)
  const last = chain.entries.at(-1)?.record
  const position = memoryChains([chain]).chain(chain.id)?.position
  if (!last || !position) throw new Error('no records')
  store.hold(chain.genesis, chain.level)
  store.appendVerified({
    id: chain.id,
    entries: chain.entries.map((entry) => {
      const { record } = entry
      const isKept = record === last || headAt(record.intervalStart + record.seconds)
      return { ...entry, headSignature: isKept ? signHead(chain, record).signature : null }
    }),
    registers: [...chain.registers]
      .filter(([at]) => at % 3600 === 0)
      .map(([at, total]) => ({ at: toUtcSeconds(at), total })),
    position,
    eras: []
  })
}
