/** What people compare: safety numbers in digits and words, and the code of a day. Not messages: nothing of it is sent. */

import { historyCode } from '../../../../app/rounds/history-code'
import { safetyNumber } from '../../../../app/rounds/safety-number'
import { safetyWords } from '../../../../app/rounds/safety-words'
import { toHex } from '../../../../crypto'
import { primitives } from '../test-meter'
import type { Cast, CastMember } from '../vector-cast'
import type { RoundVector } from './round-vector'

export function comparedVectors({ members, rho, gid }: Cast): RoundVector[] {
  const [me, other] = members as [CastMember, CastMember]
  const number = safetyNumber(primitives, { memberId: me.memberId, meterKey: me.meter.key })
  const safety = (name: string, what: string, meterKey: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `safety-number-${name}`, message: 'safety-number', what, wire: '', expected },
    context: { memberId: toHex(me.memberId), meterKey: toHex(meterKey), number, words: safetyWords(number).join(' ') }
  })
  const sumHash = primitives.sha256(rho)
  const boardHash = primitives.sha256(gid)
  const history = (
    name: string,
    what: string,
    told: { readonly sumHash?: Uint8Array; readonly boardHash?: Uint8Array },
    code: string,
    expected = 'ok'
  ): RoundVector => ({
    ...{ name: `history-${name}`, message: 'history', what, wire: '', expected },
    context: {
      ...{ digits: '0417', rho: toHex(rho), code },
      ...(told.sumHash ? { sumHash: toHex(told.sumHash) } : {}),
      ...(told.boardHash ? { boardHash: toHex(told.boardHash) } : {})
    }
  })
  const codeOf = (...told: [Uint8Array | null, Uint8Array?]): string => historyCode(primitives, '0417', rho, ...told)
  return [
    safety('good', 'Thirty digits and ten words of one home.', me.meter.key, 'ok'),
    safety('other-meter', 'The same id with the meter of another home.', other.meter.key, 'other-number'),
    history('good', 'Neither has a SUM: the field is empty.', {}, codeOf(null)),
    history('with-sum', 'Both have the SUM.', { sumHash }, codeOf(sumHash)),
    history(
      'with-board',
      'Both have the SUM and the board up to it.',
      { sumHash, boardHash },
      codeOf(sumHash, boardHash)
    ),
    history('other-sum', 'One was shown another SUM.', { sumHash: boardHash }, codeOf(sumHash), 'other-code'),
    history(
      'no-board',
      'One compares the board, the other does not.',
      { sumHash, boardHash },
      codeOf(sumHash),
      'other-code'
    )
  ]
}
