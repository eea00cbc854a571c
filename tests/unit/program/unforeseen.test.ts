import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { unforeseen } from '../../../app/unforeseen'

const SECRET = '4711 Wh'

/** What the parser of JSON quotes, as newer engines do, over several lines. */
const quoting = (): Error => new SyntaxError(`Unexpected token '4', "\n${SECRET}\n    at ${SECRET}" is not valid JSON`)

const refused = (): unknown => z.strictObject({ [SECRET]: z.bigint() }).safeParse({}).error

describe('an error that nobody foresaw', () => {
  it.each([
    ['a message of several lines', quoting(), 'SyntaxError'],
    ['a place on the disk', Object.assign(new Error(`EACCES: mkdir '/${SECRET}'`), { path: SECRET }), 'Error'],
    ['findings of a schema', refused(), 'ZodError'],
    ['no error at all', SECRET, 'string'],
    ['an object', { SECRET }, 'object']
  ])('is told without %s', (_what, error, name) => {
    const told = unforeseen(error)
    expect(told.split('\n')[0]).toBe(`unforeseen ${name}`)
    expect(told).not.toContain(SECRET)
  })

  it('is told with where it came from', () => {
    expect(unforeseen(quoting())).toMatch(/\n {4}at quoting \(.*unforeseen\.test\.ts/u)
  })
})
