import { describe, expect, it } from 'vitest'
import { meterState } from '../../../app/contract/program'
import { METER_ID, METER_PASSWORD, METER_START, meterProcess } from '../../support/meter-process'
import { readingHousehold } from '../../support/reading-household'

const DAY = 86_400

describe('meter.connect', { timeout: 30_000 }, () => {
  it('connects, pairs and then follows the meter into the views', async () => {
    const meter = await meterProcess({ solar: true })
    const home = readingHousehold({ now: METER_START })
    const state = await home.procedures['meter.connect']({ address: `${meter.url}/`, password: METER_PASSWORD })
    expect(meterState.parse(state)).toEqual({
      meterId: METER_ID,
      source: 'meter',
      status: 'connected',
      level: 2,
      readUntil: null,
      seconds: 900
    })
    await meter.setTime(METER_START + DAY)
    home.setTime(METER_START + DAY)
    await home.followMeters()
    expect(home.meterStates()[0]?.readUntil).toBe(METER_START + DAY)
    const day = await home.procedures['readings.day']({ meterId: METER_ID, date: '2026-03-01' })
    expect(day.totals).toMatchObject({ measured: 96, expected: 96 })
    expect(day.slots.every(({ drawn, fedIn }) => drawn !== null && fedIn !== null)).toBe(true)
    expect(home.events.map(({ name }) => name)).toEqual([
      'program.changed',
      'readings.changed',
      'program.changed',
      'readings.changed'
    ])
  })

  it('exports what the meter said, and a household without meter reads the same from the file', async () => {
    const meter = await meterProcess({ solar: true })
    const home = readingHousehold({ now: METER_START })
    await home.procedures['meter.connect']({ address: meter.url, password: METER_PASSWORD })
    await meter.setTime(METER_START + 2 * DAY)
    home.setTime(METER_START + 2 * DAY)
    await home.followMeters()
    const target = 'readings.csv'
    const request = { meterId: METER_ID, first: '2026-03-01', last: '2026-03-02', style: 'de', target } as const
    await home.procedures['readings.export'](request)
    const other = readingHousehold({ now: METER_START + 2 * DAY })
    other.documents.put(target, home.documents.files.get(target)!)
    await other.procedures['readings.import']({ files: [target] })
    const day = { meterId: METER_ID, date: '2026-03-02' }
    expect(await other.procedures['readings.day'](day)).toEqual(await home.procedures['readings.day'](day))
    const [again] = await home.procedures['readings.import']({ files: [target] })
    expect(again?.meters[0]).toMatchObject({ added: 0, unchanged: 192, contradictions: 0 })
  })

  it('says in a code what is wrong: address, nobody there, password, another kind of server', async () => {
    const meter = await meterProcess()
    const home = readingHousehold()
    const connect = (address: string, password = METER_PASSWORD) =>
      home.procedures['meter.connect']({ address, password })
    for (const address of ['', 'ftp://x', 'http://a b', 'file:///etc/passwd', 'http://host/?a=b', 'http://u:p@host/']) {
      await expect(connect(address)).rejects.toMatchObject({ code: 'meter-address' })
    }
    await expect(connect('http://127.0.0.1:9/meters/A')).rejects.toMatchObject({ code: 'meter-unreachable' })
    await expect(connect(meter.url, 'wrong')).rejects.toMatchObject({
      code: 'meter-wrong-password',
      params: { triesLeft: 4 }
    })
    await expect(connect(meter.url.replace(METER_ID, 'OTHER'))).rejects.toMatchObject({
      code: 'meter-refused',
      params: { reason: 'unknown-meter' }
    })
    expect(home.meterStates()).toEqual([])
  })

  it('asks a meter no more by itself once the password is wrong', async () => {
    const meter = await meterProcess()
    const home = readingHousehold({ now: METER_START })
    await home.procedures['meter.connect']({ address: meter.url, password: METER_PASSWORD })
    const connection = home.deps.connections.list()[0]!
    home.deps.connections.save({ ...connection, address: { ...connection.address, password: 'changed' } })
    for (let time = 0; time < 10; time++) await home.followMeters()
    expect(home.deps.connections.list()[0]?.state).toEqual({ kind: 'wrong-password', triesLeft: 4 })
    expect(home.meterStates()[0]?.status).toBe('wrong-password')
    await home.procedures['meter.connect']({ address: meter.url, password: METER_PASSWORD })
    expect(home.meterStates()[0]?.status).toBe('connected')
  })

  it('takes the meter over when a person connects again with the password', async () => {
    const meter = await meterProcess()
    const [first, second] = [readingHousehold({ now: METER_START }), readingHousehold({ now: METER_START })]
    const request = { address: meter.url, password: METER_PASSWORD }
    await first.procedures['meter.connect'](request)
    await meter.setTime(METER_START + 3600)
    await second.procedures['meter.connect'](request)
    await first.followMeters()
    expect(first.deps.connections.list()[0]?.state).toEqual({ kind: 'refused', code: 'paired-elsewhere' })
    await first.procedures['meter.connect'](request)
    await meter.setTime(METER_START + 7200)
    await first.followMeters()
    expect(first.deps.connections.list()[0]?.state).toEqual({ kind: 'connected' })
    const day = await first.procedures['readings.day']({ meterId: METER_ID, date: '2026-03-01' })
    expect(day.slots.slice(0, 8).map(({ drawn }) => drawn === null)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false
    ])
  })
})

describe('meter.disconnect', { timeout: 30_000 }, () => {
  it('forgets the password and keeps the readings', async () => {
    const meter = await meterProcess()
    const home = readingHousehold({ now: METER_START })
    await home.procedures['meter.connect']({ address: meter.url, password: METER_PASSWORD })
    await meter.setTime(METER_START + 3600)
    expect(await home.procedures['meter.refresh']({})).toHaveLength(1)
    await home.procedures['meter.disconnect']({ meterId: METER_ID })
    expect(home.deps.connections.list()).toEqual([])
    expect(home.meterStates()[0]).toMatchObject({ status: 'none', source: 'meter', readUntil: METER_START + 3600 })
    await expect(home.procedures['meter.disconnect']({ meterId: METER_ID })).rejects.toThrow('meter-unknown')
  })
})
