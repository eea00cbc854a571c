/** Looks for bytes in all that a page's process holds: its heap as Chromium tells it, and its memory as the kernel does. */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import type { ElectronApplication, Page } from '@playwright/test'

/** Larger pieces are address space that Chromium keeps free. */
const MOST_REGION = 256 * 1024 * 1024

/** Every string, property and name of the page's heap, as one text. */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: true })
  await session.detach()
  const text = chunks.join('')
  if (!text.includes('"strings":[')) throw new Error('no heap snapshot')
  return text
}

/** @returns process of the page as the system numbers it */
export function processOf(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
}

/** @returns names of the needles that lie in the memory of the process; null where the system does not let one look */
export function foundInMemory(pid: number, needles: ReadonlyMap<string, Buffer>): readonly string[] | null {
  const found = new Set<string>()
  let memory: number
  try {
    memory = openSync(`/proc/${String(pid)}/mem`, 'r')
  } catch {
    return null
  }
  try {
    for (const { start, length } of writableRegions(pid)) {
      const bytes = readRegion(memory, start, length)
      for (const [name, needle] of needles) if (bytes?.includes(needle)) found.add(name)
    }
  } finally {
    closeSync(memory)
  }
  return [...found].sort()
}

/** Where the process may write and has: of most of its address space no page exists. */
function writableRegions(pid: number): { start: bigint; length: number }[] {
  return readFileSync(`/proc/${String(pid)}/smaps`, 'utf8')
    .split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/u)
    .flatMap((region) => {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/u.exec(region) ?? []
      if (from === undefined || to === undefined || !/^(?:Rss|Swap): +[1-9]/mu.test(region)) return []
      const [start, end] = [BigInt(`0x${from}`), BigInt(`0x${to}`)]
      return end - start > BigInt(MOST_REGION) ? [] : [{ start, length: Number(end - start) }]
    })
}

/** @returns null for a piece that went away meanwhile */
function readRegion(memory: number, start: bigint, length: number): Buffer | null {
  const bytes = Buffer.alloc(length)
  try {
    return bytes.subarray(0, readSync(memory, bytes, { position: start, length }))
  } catch {
    return null
  }
}
