/** One import into a household of its own: how long it took, and by how much the process grew meanwhile. */

import { openCore } from './open-core'

const MB = 1024 * 1024
const OFTEN_MS = 20

/** @param again whether the same file is imported a second time. @throws Error where not all rows came. */
export async function importMeasured(
  folder: string,
  file: string,
  rows: number,
  again = false
): Promise<{ readonly ms: number; readonly againMs: number; readonly megabytes: number }> {
  const core = openCore(folder)
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), OFTEN_MS)
  const take = async (): Promise<number> => {
    const started = performance.now()
    const [result] = await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
    const intervals = result?.meters[0]?.intervals
    if (intervals !== rows)
      throw new Error(`imported ${String(intervals)} of ${String(rows)}: ${result?.refused?.code ?? ''}`)
    most = Math.max(most, process.memoryUsage().rss)
    return performance.now() - started
  }
  try {
    const ms = await take()
    const megabytes = (most - before) / MB
    return { ms, againMs: again ? await take() : 0, megabytes }
  } finally {
    clearInterval(watch)
    await core.close()
  }
}
