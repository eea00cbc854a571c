/**
 * A start of the program under the network observer: when it has ended, everything that it reached must stand in the privacy
 * log of its home, and nothing of it may have left this PC, where all partners of the tests are.
 */

import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../../adapters/storage/database'
import { textIn } from '../../../adapters/storage/row'
import { countByPort, observe, observerObstacle } from './network-observer'

export type ObservedStart = {
  /** Starts the program in its place. */
  readonly executable: string
  /** To be called when it has ended. @throws Error naming what the log lacks */
  readonly settle: () => void
}

type Counts = Readonly<Record<number, number>>

/** With WATTVEIL_FULL every start is observed, otherwise those that ask for it, where there is something to observe with. */
export function isObserved(wished = false): boolean {
  return (wished || process.env['WATTVEIL_FULL'] === '1') && observerObstacle() === null
}

/** @param isLogKept whether the log is still there at the end */
export function observedStart(executable: string, home: string, isLogKept: boolean): ObservedStart {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-observed-'))
  const before = logged(home, folder)
  const observer = observe(folder, executable)
  const settle = (): void => {
    const reached = observer.reached()
    const away = reached.filter(({ address }) => !isLoopback(address))
    if (away.length > 0) throw new Error(`left this PC: ${JSON.stringify(away)}`)
    // In a simulated neighbourhood the other side's services are processes of the program, and speak among themselves.
    if (!isLogKept || reached.length === 0 || existsSync(path.join(home, 'data/simulation'))) return
    const after = logged(home, folder)
    const lacking = Object.entries(countByPort(reached.map(({ port }) => port))).filter(
      ([port, times]) => times > (after[Number(port)] ?? 0) - (before[Number(port)] ?? 0)
    )
    if (lacking.length > 0) throw new Error(`not in the log (port, times): ${JSON.stringify(lacking)}`)
  }
  return {
    executable: observer.wrapper,
    settle: () => {
      try {
        settle()
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  }
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address === '::ffff:127.0.0.1'
}

/** Entries by port, in whichever of the home's databases has most: one that was replaced is a copy now. */
function logged(home: string, scratch: string): Counts {
  const data = path.join(home, 'data')
  const key = path.join(data, 'household.key')
  if (!existsSync(key)) return {}
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.db'))
  const counts: Record<number, number> = {}
  for (const name of files) {
    for (const [port, times] of Object.entries(entriesOf(path.join(data, name), readFileSync(key, 'utf8'), scratch))) {
      counts[Number(port)] = Math.max(counts[Number(port)] ?? 0, times)
    }
  }
  return counts
}

function entriesOf(file: string, key: string, scratch: string): Counts {
  const copy = path.join(scratch, 'copy.db')
  for (const suffix of ['', '-wal']) {
    rmSync(copy + suffix, { force: true })
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
  }
  try {
    const database = openDatabase({ file: copy, key: key.trim() })
    const rows = database.prepare('SELECT host FROM privacy_entry WHERE host IS NOT NULL').all()
    database.close()
    return countByPort(rows.map((row) => Number(new URL(`http://${textIn(row, 'host')}`).port)))
  } catch {
    // Damaged on purpose, or under a key that was given up.
    return {}
  }
}
