import { describe, expect, it } from 'vitest'
import type { BillReport } from '../../../app/contract'
import { MAP, countOf, firstWrongStart, rowLabels, strokesOf } from '../../../renderer/features/bills/map-geometry'
import { groupState } from '../../../renderer/features/bills/check-groups'
import { LEAVING, READINGS, SECRETS, SUM } from '../../../renderer/features/rounds/ten-second-numbers'
import { hashOf, sampleReport } from '../../component/support/sample-bills'

function reportOf(map: BillReport['map'], seconds = 900): BillReport {
  return { ...sampleReport(hashOf('correct')), map, seconds }
}

describe('the map of a bill', () => {
  it('has a stroke per interval, 3 px apart', () => {
    const rows = strokesOf(sampleReport(hashOf('wrong')))
    expect(rows).toHaveLength(30)
    expect(rows[0]).toHaveLength(96)
    expect(rows[0]![1]!.x - rows[0]![0]!.x).toBe(3)
  })

  it('spreads half hours over the same width', () => {
    const report = reportOf(
      [{ date: '2026-05-01', start: Date.UTC(2026, 3, 30, 22) / 1000, slots: '.'.repeat(48) }],
      1800
    )
    expect(strokesOf(report)[0]![47]!.x).toBe(MAP.left + MAP.width - 6)
  })

  it('leaves the hour empty that is missing in March', () => {
    const report = reportOf([{ date: '2026-03-29', start: Date.UTC(2026, 2, 28, 23) / 1000, slots: '.'.repeat(92) }])
    const strokes = strokesOf(report)[0]!
    const column = (stroke: { x: number }): number => (stroke.x - MAP.left) / 3
    expect(column(strokes[7]!)).toBe(7)
    expect(column(strokes[8]!)).toBe(12)
    expect(column(strokes[91]!)).toBe(95)
  })

  it('shares the place of the hour that occurs twice in October', () => {
    const report = reportOf([{ date: '2026-10-25', start: Date.UTC(2026, 9, 24, 22) / 1000, slots: '.'.repeat(100) }])
    const strokes = strokesOf(report)[0]!
    expect(strokes.filter((stroke) => stroke.half === 'upper')).toHaveLength(4)
    expect(strokes.filter((stroke) => stroke.half === 'lower')).toHaveLength(4)
    expect(strokes[8]!.x).toBe(strokes[12]!.x)
    expect(new Set(strokes.map((stroke) => `${stroke.x}/${stroke.half}`)).size).toBe(100)
  })

  it('counts and finds what is wrong', () => {
    const report = sampleReport(hashOf('wrong'))
    expect(countOf(report, 'x')).toBe(300)
    expect(firstWrongStart(report)).toBe(Date.UTC(2026, 3, 16, 15) / 1000)
    expect(firstWrongStart(sampleReport(hashOf('correct')))).toBeNull()
  })

  it('numbers the first, each tenth and the last day', () => {
    expect(rowLabels(sampleReport(hashOf('correct'))).map(({ text }) => text)).toEqual(['1', '10', '20', '31'])
  })
})

describe('groupState', () => {
  const check = (id: string, state: BillReport['checks'][number]['state']) => ({ id, state, findings: [] })

  it('says the worst: wrong before open, open before a remark', () => {
    const checks = [check('V1', 'passed'), check('V2', 'remark'), check('V3', 'open'), check('V4', 'failed')]
    expect(groupState(checks, ['V1'])).toBe('passed')
    expect(groupState(checks, ['V1', 'V2'])).toBe('remark')
    expect(groupState(checks, ['V2', 'V3'])).toBe('open')
    expect(groupState(checks, ['V3', 'V4'])).toBe('failed')
  })

  it('never calls a group right of which nothing was run', () => {
    expect(groupState([check('V1', 'passed')], ['V5', 'V9'])).toBe('not-reached')
    expect(groupState([check('V1', 'not-reached')], ['V1'])).toBe('not-reached')
  })
})

describe('the ten-second picture', () => {
  it('adds up: every secret meets its opposite', () => {
    expect(LEAVING).toEqual([526, 336, -197])
    expect(LEAVING.reduce((sum, value) => sum + value, 0)).toBe(SUM)
    expect(SUM).toBe(665)
    expect(READINGS).toHaveLength(SECRETS.length)
  })
})
