/**
 * A witness on the way to the collector: what a simulated household sends, and nothing that the rounds say of it. The demo
 * counts by it whether anything went out twice in another form.
 */

import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { ConnectCollector } from '../../app/rounds/round-transport'

/** One line for each SUBMIT that was sent, again or for the first time: the number of its epoch and SHA-256 of its bytes. */
export const NOTES_FILE = 'sent-submits.txt'

export function notingConnection(connect: ConnectCollector, file: string): ConnectCollector {
  return (...place) => {
    const straight = connect(...place)
    return {
      ...straight,
      submit: (epoch, wire) => {
        appendFileSync(file, `${String(epoch)} ${createHash('sha256').update(wire).digest('hex')}\n`, { mode: 0o600 })
        return straight.submit(epoch, wire)
      }
    }
  }
}

/** How often a household sent other bytes for an epoch than those it had sent first. @param notes lines as noted. */
export function otherSubmits(notes: string): number {
  const sent = new Set(notes.split('\n').filter((line) => line !== ''))
  return sent.size - new Set([...sent].map((line) => line.split(' ')[0])).size
}
