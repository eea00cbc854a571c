/** Starts a supplier: its key and state, its signed tariffs, its interface. */

import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { type FormatVersion, encodeSignedFile, readBody, signFile } from '../../app/bills/documents/signed-file'
import { decodeTariff } from '../../app/bills/documents/tariff-document'
import { FormatError, type Primitives, fromHex, utf8 } from '../../crypto'
import { type RunningService, serveRoutes } from '../runtime/serve'
import { isSlow, mountStatus } from '../runtime/slow-arithmetic'
import type { ServiceClock } from '../runtime/service-clock'
import type { SupplierServiceConfig } from './config'
import { openPriceLists } from './price-lists'
import type { OfferedTariff, SupplierContext } from './supplier-context'
import { supplierRoutes } from './supplier-routes'
import { openSupplierState } from './supplier-state'

export type SupplierOptions = {
  readonly config: SupplierServiceConfig
  /** Folder for key, contracts and bills; made where it is missing. */
  readonly stateFolder: string
  readonly port: number
  readonly clock: ServiceClock
}

/** @throws AppError of the database; supplier-tariff { place, reason } for a tariff that is no tariff or not this supplier's. */
export async function startSupplier({ config, stateFolder, port, clock }: SupplierOptions): Promise<RunningService> {
  makeFolder(stateFolder)
  const state = openSupplierState(stateFolder)
  try {
    const primitives = createPlatformPrimitives()
    const kernel = loadKernel()
    const seed = state.seed(() => randomBytes(32))
    const context: SupplierContext = {
      primitives,
      work: createInProcessWork(kernel, { bytes: (length) => new Uint8Array(randomBytes(length)) }),
      clock: clock.clock,
      config,
      state,
      seed,
      key: primitives.ed25519.publicKey(seed),
      tariffs: new Map(
        config.tariffs.map((body) => signTariff(primitives, config, body, seed)).map((one) => [one.hash, one])
      ),
      index: config.index && { publisher: config.index.publisher, key: fromHex(config.index.key, 32) },
      lists: config.index && openPriceLists(primitives, config.index.folder, fromHex(config.index.key, 32))
    }
    const routes = new Hono()
    clock.mount(routes)
    mountStatus(routes, kernel)
    routes.route('/', supplierRoutes(context))
    const service = await serveRoutes({ routes, port })
    return {
      url: service.url,
      slowArithmetic: isSlow(kernel),
      close: async () => {
        await service.close()
        state.close()
      }
    }
  } catch (error) {
    state.close()
    throw error
  }
}

/** The same body gives the same signature at every start, and so the same hash. */
function signTariff(
  primitives: Primitives,
  config: SupplierServiceConfig,
  json: Readonly<Record<string, unknown>>,
  seed: Uint8Array
): OfferedTariff {
  try {
    const body = utf8(JSON.stringify(json))
    const signed = signFile(primitives, 'tariff', body, seed, versionOf(primitives, body, seed))
    const tariff = decodeTariff(readBody(signed), signed.version)
    if (tariff.supplier !== config.name) throw new FormatError('other-supplier', 'tariff.supplier')
    return { hash: signed.hash, file: encodeSignedFile(signed), tariff }
  } catch (error) {
    if (error instanceof FormatError) throw new AppError('supplier-tariff', { place: error.where, reason: error.code })
    throw error
  }
}

/** The lowest version whose rules the body keeps to; a body that keeps to none is told of by those of the newest. */
function versionOf(primitives: Primitives, body: Uint8Array, seed: Uint8Array): FormatVersion {
  try {
    decodeTariff(readBody(signFile(primitives, 'tariff', body, seed)), 1)
    return 1
  } catch (error) {
    if (error instanceof FormatError) return 2
    throw error
  }
}
