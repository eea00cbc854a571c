/** The JSON messages of the local interface (docs/han-interface.md); both ends read and write through these. */

import { z } from 'zod'
import { fromBase64, fromHex, toBase64, toHex } from '../../../crypto'
import { toUtcSeconds } from '../../domain/interval'
import { decodeGenesis, encodeGenesis } from '../../domain/meter/genesis'
import { toMeterId, toObis } from '../../domain/meter/meter'
import type { MeterDescription, MeterPairing } from '../meter-link'

const LAST_TIME = 253_402_300_799
const counter = z.number().int().min(-1).max(Number.MAX_SAFE_INTEGER)
const obis = z.union([z.literal(0x0108), z.literal(0x0208)])
const hexOf = (bytes: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`, 'u'))

const pairingSchema = z.strictObject({
  id: hexOf(32),
  day: z.number().int().min(0).max(2_932_896),
  fromCounters: z.array(z.strictObject({ obis, counter: counter.min(0) })).max(2)
})

const descriptionSchema = z.strictObject({
  meterId: z.string().regex(/^[0-9A-Z]{1,32}$/u),
  level: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  now: z.number().int().min(0).max(LAST_TIME),
  chains: z
    .array(
      z.strictObject({
        genesis: z.string().max(400),
        signature: hexOf(64),
        newest: counter,
        acknowledged: counter
      })
    )
    .min(1)
    .max(2),
  pairing: pairingSchema.nullable()
})

/** POST /acknowledge. */
export const acknowledgeSchema = z.strictObject({ obis, counter: counter.min(0) })

/** What a meter says when it does not do what was asked. */
export const meterRefusal = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u)
    .max(64),
  /** With `wrong-password`. */
  triesLeft: z.number().int().min(0).max(100).optional(),
  /** With `locked`: seconds since 1970 UTC. */
  until: z.number().int().min(0).max(LAST_TIME).optional()
})

export type DescriptionMessage = z.infer<typeof descriptionSchema>
export type PairingMessage = z.infer<typeof pairingSchema>
export type RefusalMessage = z.infer<typeof meterRefusal>

export function encodeDescription(description: MeterDescription): DescriptionMessage {
  return {
    meterId: description.meterId,
    level: description.level,
    now: description.now,
    chains: description.chains.map(({ genesis, newest, acknowledged }) => ({
      genesis: toBase64(encodeGenesis(genesis.genesis)),
      signature: toHex(genesis.signature),
      newest,
      acknowledged
    })),
    pairing: description.pairing ? encodePairingState(description.pairing) : null
  }
}

/** @throws z.ZodError, SyntaxError or FormatError for anything else than `encodeDescription` writes. */
export function decodeDescription(text: string): MeterDescription {
  const message = descriptionSchema.parse(JSON.parse(text))
  return {
    meterId: toMeterId(message.meterId),
    level: message.level,
    now: toUtcSeconds(message.now),
    chains: message.chains.map(({ genesis, signature, newest, acknowledged }) => ({
      genesis: { genesis: decodeGenesis(fromBase64(genesis)), signature: fromHex(signature, 64) },
      newest,
      acknowledged
    })),
    pairing: message.pairing ? pairingOf(message.pairing) : null
  }
}

export function encodePairingState({ id, day, fromCounters }: MeterPairing): PairingMessage {
  return { id: toHex(id), day, fromCounters: fromCounters.map((from) => ({ ...from })) }
}

/** @throws z.ZodError or SyntaxError. */
export function decodePairingState(text: string): MeterPairing {
  return pairingOf(pairingSchema.parse(JSON.parse(text)))
}

function pairingOf({ id, day, fromCounters }: PairingMessage): MeterPairing {
  return {
    id: fromHex(id, 32),
    day,
    fromCounters: fromCounters.map((from) => ({ obis: toObis(from.obis), counter: from.counter }))
  }
}
