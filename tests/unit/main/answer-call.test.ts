import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import type { CoreProcedures } from '../../../app/contract'
import { answerCall } from '../../../main/core/answer-call'

const silent = (): void => undefined

/** Only the procedures that a test calls. */
const procedures = (some: Partial<CoreProcedures>): CoreProcedures => some as CoreProcedures

const DISCONNECT = { 'meter.disconnect': async () => ({}) }
const REFUSED = { ok: false, error: { code: 'bad-request', params: {} } }

describe('answerCall', () => {
  it('answers what the procedure returns', async () => {
    const answer = await answerCall(procedures(DISCONNECT), 'meter.disconnect', { meterId: '1' }, silent)
    expect(answer).toEqual({ ok: true, value: {} })
  })

  it.each([
    ['an unknown name', 'meter.explode', {}],
    ['an event', 'program.changed', {}],
    ['a name of every object', 'constructor', {}],
    ['a procedure of the shell', 'files.choose', { kind: 'bill', multiple: false }],
    ['a missing field', 'meter.disconnect', {}],
    ['an unknown field', 'meter.disconnect', { meterId: '1', force: true }],
    ['a wrong type', 'meter.disconnect', { meterId: 1 }],
    ['no object', 'meter.disconnect', null]
  ])('refuses %s before any procedure runs', async (_what, name, request) => {
    let ran = false
    const watched = procedures({
      'meter.disconnect': async () => {
        ran = true
        return {}
      }
    })
    expect(await answerCall(watched, name, request, silent)).toEqual(REFUSED)
    expect(ran).toBe(false)
  })

  it('passes on the code of an error meant for the person', async () => {
    const failing = procedures({
      'meter.disconnect': async () => {
        throw new AppError('meter-unknown', { meterId: '1' })
      }
    })
    expect(await answerCall(failing, 'meter.disconnect', { meterId: '1' }, silent)).toEqual({
      ok: false,
      error: { code: 'meter-unknown', params: { meterId: '1' } }
    })
  })

  it('turns an answer that does not fit the contract into an internal error', async () => {
    const wrong = procedures({ 'meter.disconnect': async () => ({ surprise: 1 }) as never })
    expect(await answerCall(wrong, 'meter.disconnect', { meterId: '1' }, silent)).toEqual({
      ok: false,
      error: { code: 'internal', params: {} }
    })
  })
})
