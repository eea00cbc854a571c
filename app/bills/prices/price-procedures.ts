/** Prices from a file into one of the person's own dynamic tariffs, and a tariff from a file as a draft. */

import { FormatError, type Primitives, toHex } from '../../../crypto'
import { AppError } from '../../app-error'
import type { CoreProcedures, KeptPrices, PricesFromFile } from '../../contract'
import type { Clock, Documents, Random } from '../../ports'
import { MAX_FILE_BYTES, decodeSignedFile, isSignedBy, readBody } from '../documents/signed-file'
import { readStrictJson } from '../documents/strict-json'
import { type Tariff, decodeTariff, encodeTariff } from '../documents/tariff-document'
import { readWhole } from '../read-whole'
import { indexComponentOf } from '../sum-figures'
import { ownTariffs } from '../tariffs/tariff-procedures'
import type { OwnPrices, TariffStore } from '../tariffs/tariff-store'
import { MAX_PRICE_FILE_BYTES, type Prices, type ReadPrices, asPriceError, readPrices } from './read-prices'

export type PriceDeps = {
  readonly tariffs: TariffStore
  readonly primitives: Primitives
  readonly documents: Documents
  readonly clock: Clock
  readonly random: Random
  /** Keys of the publishers that the contracts name. */
  readonly publishers: () => readonly Uint8Array[]
  readonly changed: () => void
}

export type PriceProcedureName =
  'tariffs.prices-from-file' | 'tariffs.prices' | 'tariffs.remove-prices' | 'tariffs.from-file'

const ID_BYTES = 16
const MAX_LISTS = 500
const BODY_LIMITS = { maxBytes: 500_000, maxDepth: 8, maxValues: 50_000 }
const NANO_EURO_PER_KWH = 1000n

/** @throws AppError tariff-unknown, tariff-not-dynamic, prices-too-many-lists, tariff-file-malformed; those of readPrices. */
export function priceProcedures(deps: PriceDeps): Pick<CoreProcedures, PriceProcedureName> {
  const { tariffs, primitives, documents, changed } = deps
  return {
    'tariffs.prices-from-file': async ({ file, tariff: id, unit, column, keep }) => {
      const tariff = dynamicTariff(tariffs, id)
      const document = await documents.open(file)
      const bytes = await readWhole(document, MAX_PRICE_FILE_BYTES).catch(refuse)
      const name = document.name.slice(0, 200)
      const read = attempt(() => readPrices(primitives, name, bytes, { unit, column }, tariff.zone))
      const kept = keep && read.prices ? keepPrices(deps, id, read.prices) : null
      if (kept !== null) changed()
      return viewOf(deps, read, kept)
    },
    'tariffs.prices': ({ tariff }) =>
      Promise.resolve().then(() => tariffs.prices(tariff).slice(-MAX_LISTS).map(listed)),
    'tariffs.remove-prices': ({ id }) =>
      Promise.resolve().then(() => {
        tariffs.removePrices(id)
        changed()
        return {}
      }),
    'tariffs.from-file': async ({ file }) => {
      const bytes = await readWhole(await documents.open(file), MAX_FILE_BYTES).catch(refuse)
      return { body: bodyOfTariffFile(primitives, bytes) }
    }
  }
}

/** Body of a signed tariff, or of a file that is one. @throws AppError tariff-file-malformed { place, reason }. */
export function bodyOfTariffFile(primitives: Primitives, bytes: Uint8Array): string {
  return new TextDecoder().decode(encodeTariff(attempt(() => tariffIn(primitives, bytes))))
}

function dynamicTariff(tariffs: TariffStore, id: string): Tariff {
  const tariff = ownTariffs(tariffs).find((one) => one.id === id)?.tariff
  if (!tariff) throw new AppError('tariff-unknown')
  if (!indexComponentOf(tariff)) throw new AppError('tariff-not-dynamic')
  return tariff
}

/** The same prices again take the place of what they were kept as. */
function keepPrices({ tariffs, clock, random }: PriceDeps, tariffId: string, prices: Prices): string {
  const before = tariffs.prices(tariffId)
  const [from, to] = [prices.start, prices.start + prices.prices.length * prices.seconds]
  for (const one of before) {
    if (one.start >= from && one.start + one.prices.length * one.seconds <= to) tariffs.removePrices(one.id)
  }
  if (tariffs.prices(tariffId).length >= MAX_LISTS) throw new AppError('prices-too-many-lists')
  const id = toHex(random.bytes(ID_BYTES))
  tariffs.keepPrices({ ...prices, id, tariffId, savedAt: clock.now() })
  return id
}

function viewOf({ primitives, publishers }: PriceDeps, read: ReadPrices, kept: string | null): PricesFromFile {
  const { name, start, seconds, steps, unit, column, columns, remarks, signed, prices } = read
  const known = signed !== null && publishers().some((key) => isSignedBy(primitives, signed, key))
  return {
    ...{ name, start, seconds, steps, unit, column, kept },
    end: start + steps * seconds,
    signature: signed === null ? 'none' : known ? 'publisher' : 'unknown',
    columns: [...columns],
    remarks: remarks.map(({ code, params }) => ({ code, params: { ...params } })).slice(0, 10),
    ...figures(prices?.prices ?? [])
  }
}

function figures(prices: readonly bigint[]): Pick<PricesFromFile, 'negative' | 'lowest' | 'mean' | 'highest'> {
  const [first] = prices
  if (first === undefined) return { negative: 0, lowest: null, mean: null, highest: null }
  const sum = prices.reduce((all, price) => all + price, 0n)
  const perKwh = (price: bigint): number => Number(price * NANO_EURO_PER_KWH)
  return {
    negative: prices.filter((price) => price < 0n).length,
    lowest: perKwh(prices.reduce((least, price) => (price < least ? price : least), first)),
    mean: Number((sum * NANO_EURO_PER_KWH) / BigInt(prices.length)),
    highest: perKwh(prices.reduce((most, price) => (price > most ? price : most), first))
  }
}

function listed({ id, name, start, seconds, prices, savedAt }: OwnPrices): KeptPrices {
  return { id, name, start, end: start + prices.length * seconds, seconds, steps: prices.length, savedAt }
}

function tariffIn(primitives: Primitives, bytes: Uint8Array): Tariff {
  const text = new TextDecoder().decode(bytes.subarray(0, 200))
  if (!/^\s*\{\s*"format"\s*:\s*"wattveil-/u.test(text)) return decodeTariff(readStrictJson(bytes, BODY_LIMITS), 2)
  const file = decodeSignedFile(primitives, bytes)
  if (file.kind !== 'tariff') throw new FormatError('unknown-format', 'file.format')
  return decodeTariff(readBody(file), file.version)
}

function attempt<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    throw asPriceError(error)
  }
}

function refuse(error: unknown): never {
  throw asPriceError(error)
}
