import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { failure } from '../../../app/contract'
import { TransportError, WorkCancelled } from '../../../app/ports'
import { FormatError } from '../../../crypto'
import { coreFailure } from '../../../main/core/core-failure'

const silent = (): void => undefined

describe('coreFailure', () => {
  it.each([
    [new AppError('disk-full', { name: 'a.csv' }), { code: 'disk-full', params: { name: 'a.csv' } }],
    [new FormatError('not-canonical', 'point'), { code: 'not-canonical', params: { where: 'point' } }],
    [
      new TransportError('timeout', '127.0.0.1:4000'),
      { code: 'transport-timeout', params: { recipient: '127.0.0.1:4000' } }
    ],
    [new WorkCancelled(), { code: 'cancelled', params: {} }]
  ])('names %s by its code', (error, expected) => {
    const named = coreFailure(error, silent)
    expect(named).toEqual(expected)
    expect(failure.safeParse(named).success).toBe(true)
  })

  it.each([new Error('SQLITE: no such table household'), new TypeError('x'), 'text', undefined, { code: 'ENOENT' }])(
    'lets nothing of an unforeseen %s cross, and reports it',
    (error) => {
      const reported: unknown[] = []
      expect(coreFailure(error, (seen) => reported.push(seen))).toEqual({ code: 'internal', params: {} })
      expect(reported).toEqual([error])
    }
  )
})
