/**
 * One import into a household of its own, as a process of its own: folder, file, readings that must come, and `again` where
 * the same file is taken a second time. Prints how long it took and by how much the process grew meanwhile.
 */

import { keepHeapSmall } from '../../../main/core/small-heap'
import { mostMemory } from '../../support/most-memory'
import { openCore } from './open-core'
import type { ImportMeasured } from './import-measured'

const MB = 1024 * 1024

// As the core of the window does.
keepHeapSmall()

const [folder = '', file = '', rows = '', again] = process.argv.slice(2)
console.log(JSON.stringify(await measured()))

async function measured(): Promise<ImportMeasured> {
  const core = openCore(folder)
  const before = process.memoryUsage.rss()
  const take = async (): Promise<number> => {
    const started = performance.now()
    const [result] = await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
    const intervals = result?.meters[0]?.intervals
    if (intervals !== Number(rows))
      throw new Error(`imported ${String(intervals)} of ${rows}: ${result?.refused?.code ?? ''}`)
    return performance.now() - started
  }
  try {
    const ms = await take()
    // What the system saw, so that no peak between two looks is missed.
    const megabytes = ((mostMemory() || process.memoryUsage.rss()) - before) / MB
    return { ms, againMs: again === 'again' ? await take() : 0, megabytes }
  } finally {
    await core.close()
  }
}
