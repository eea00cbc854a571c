/**
 * What a simulated household does wrong on purpose: it is away on some days, or it changes a number that it sends. For
 * simulations only; the core knows nothing of it, a cheat wraps the way to the collector.
 */

import { z } from 'zod'
import { utcDayOf } from '../../app/domain/interval'
import { firstRoundOf } from '../../app/rounds/epoch'
import { decodeSubmit, encodeSubmit, signSubmit } from '../../app/rounds/messages/submit'
import type { RoundStore } from '../../app/rounds/round-store'
import type { ConnectCollector } from '../../app/rounds/round-transport'
import { roundsPerEpoch } from '../../app/rounds/epoch'
import { type Primitives, type Scalar, addScalars, equalBytes } from '../../crypto'
import type { DrivenStep } from '../../adapters/simulation/follow-driver'
import { createSeededStream } from '../load-generator/seeded-stream'

export const mischiefConfig = z.strictObject({
  seed: z.string().max(40),
  /** Share of days on which the household is away, 0 to 1. */
  drop: z.number().min(0).max(1),
  /** Adds five units to one number of each day it sends. */
  disrupts: z.boolean()
})

export type Mischief = z.infer<typeof mischiefConfig>

/** 5 Wh at a resolution of 1 Wh: too little for anybody to notice in a sum. */
const ADDED = 5n as Scalar

/** The same days are away days after every restart. Nobody is away before everybody has joined. */
export function isAway({ seed, drop }: Mischief, name: string, { now, label }: DrivenStep): boolean {
  if (label === 'pairing' || label === 'joining') return false
  return createSeededStream(seed, name, 'away', String(utcDayOf(now))).next() < drop
}

/** Sends what the core made, but for one number. */
export function cheatingConnection(
  connect: ConnectCollector,
  store: RoundStore,
  primitives: Primitives,
  { seed }: Mischief
): ConnectCollector {
  return (...place) => {
    const honest = connect(...place)
    return { ...honest, submit: (epoch, wire) => honest.submit(epoch, changed(store, primitives, seed, epoch, wire)) }
  }
}

function changed(store: RoundStore, primitives: Primitives, seed: string, epoch: number, wire: Uint8Array): Uint8Array {
  const [first] = store.groups()
  if (!first) return wire
  const { submit } = decodeSubmit(wire, roundsPerEpoch(first.group))
  const joined = store.groups().find(({ memberId }) => equalBytes(memberId, submit.memberId)) ?? first
  const at = Math.floor(createSeededStream(seed, 'cheat', String(epoch)).between(0, submit.coordinates.length))
  const coordinates = submit.coordinates.map(({ commitment, masked }, index) => ({
    commitment,
    masked: index === at ? { ...masked, value: addScalars(masked.value, ADDED) } : masked
  }))
  const cheat = { ...submit, coordinates }
  return encodeSubmit(signSubmit(primitives, cheat, firstRoundOf(joined.group, epoch), joined.identity))
}
