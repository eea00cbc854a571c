import { describe, expect, it } from 'vitest'
import { makeDlist } from '../../../app/rounds/answer-ask'
import { firstRoundOf } from '../../../app/rounds/epoch'
import { makeEndorse } from '../../../app/rounds/live/endorse-roster'
import { maskDay } from '../../../app/rounds/mask-day'
import type { Primitives } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'
import { VECTOR_DAY, createCast } from '../../support/rounds/vector-cast'

describe('what two homes share', () => {
  it.each(['SUBMIT', 'ENDORSE', 'DLIST'])('is erased from memory once its %s is made', (message) => {
    const { group, roster, rho, members } = createCast('erased')
    const secrets = members[0]!
    const shared: Uint8Array[] = []
    const noted = (bytes: Uint8Array): Uint8Array => {
      shared.push(bytes)
      return bytes
    }
    const noting: Primitives = {
      ...primitives,
      hkdfSha512: (...inputs) => noted(primitives.hkdfSha512(...inputs)),
      x25519: { ...primitives.x25519, sharedSecret: (...keys) => noted(primitives.x25519.sharedSecret(...keys)) }
    }
    const t = firstRoundOf(group, VECTOR_DAY)
    if (message === 'SUBMIT') maskDay(noting, group, roster.roster, rho, secrets.day, secrets)
    if (message === 'ENDORSE') makeEndorse(noting, roster.roster, rho, t, secrets)
    if (message === 'DLIST') makeDlist(noting, roster.roster, rho, t, secrets)
    // One shared secret and one seed with each of nine others.
    expect(shared).toHaveLength(18)
    expect(shared.filter((bytes) => bytes.some((byte) => byte !== 0))).toEqual([])
  })
})
