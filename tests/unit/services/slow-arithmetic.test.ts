/** Services on a computer where the fast arithmetic does not load: they work, and say so wherever one can look. */

import { afterEach, describe, expect, it, vi } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { slowField, slowWords } from '../../../cli/serve/slow-words'
import { createAnnouncementReader } from '../../../services/neighbourhood/read-announcement'
import { type RunningService, announceReady } from '../../../services/runtime/serve'
import { systemServiceClock } from '../../../services/runtime/service-clock'
import { supplierServiceConfig } from '../../../services/supplier/config'
import { exampleSupplierConfig } from '../../../services/supplier/example-config'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { meterServiceConfig } from '../../../services/virtual-meter/config'
import { startVirtualMeter } from '../../../services/virtual-meter/start-virtual-meter'
import { temporaryFolder } from '../../support/temporary-folder'

const ZONE = toTimeZone('Europe/Berlin')
const place = () => ({ stateFolder: temporaryFolder(), port: 0, clock: systemServiceClock() })

const services: readonly (readonly [string, () => Promise<RunningService>])[] = [
  ['supplier', () => startSupplier({ ...place(), config: supplierServiceConfig.parse(exampleSupplierConfig(ZONE)) })],
  [
    'virtual-meter',
    () =>
      startVirtualMeter({
        ...place(),
        config: meterServiceConfig.parse({
          meters: [
            {
              ...{ meterId: '1WVT0000000001', password: 'geheim-genug', level: 2, seconds: 900, unitExp: 0 },
              start: toUtcSeconds(1_790_000_100),
              load: { kind: 'generated', seed: 'slow', solar: false, timeZone: ZONE }
            }
          ]
        })
      })
  ]
]

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Only while it starts: a client of HTTP needs WebAssembly too. */
async function startedSlow(start: () => Promise<RunningService>): Promise<RunningService> {
  vi.stubGlobal('WebAssembly', undefined)
  try {
    return await start()
  } finally {
    vi.unstubAllGlobals()
  }
}

async function statusOf(service: RunningService): Promise<unknown> {
  try {
    return await (await fetch(`${service.url}/status`)).json()
  } finally {
    await service.close()
  }
}

describe.each(services)('a %s', (name, start) => {
  it('says that it is slow, in its status, when it is ready, and to its process', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const service = await startedSlow(start)
    expect(warned).toHaveBeenCalledExactlyOnceWith('The fast arithmetic does not load; the slow one is used.')
    expect(await statusOf(service)).toEqual({ slowArithmetic: true })
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    announceReady(name, service)
    const line = String(written.mock.calls[0]?.[0])
    written.mockRestore()
    expect(JSON.parse(line)).toEqual({ ready: name, url: service.url, slowArithmetic: true })
    expect(createAnnouncementReader()(line)).toBe(service.url)
    expect([slowField(service), slowWords(service).length]).toEqual([{ slowArithmetic: true }, 1])
  })

  it('says nothing of it where the fast one works', async () => {
    const service = await start()
    expect(await statusOf(service)).toEqual({ slowArithmetic: false })
    expect([slowField(service), slowWords(service)]).toEqual([{}, []])
  })
})
