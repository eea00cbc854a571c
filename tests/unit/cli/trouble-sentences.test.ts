import { describe, expect, it } from 'vitest'
import type { GroupView } from '../../../app/contract'
import { TROUBLES } from '../../../app/rounds/rounds-context'
import { troubleSentence } from '../../../cli/group/trouble-sentences'

const group = (enrolment: GroupView['enrolment'], trouble: string | null): GroupView =>
  ({
    ...{ name: 'Lindenhof', operator: 'Netzbetreiber Musterau', address: 'https://lindenhof.example' },
    ...{ enrolment, trouble, me: { meterId: '1WVL0000000001' } }
  }) as GroupView

describe('what stands between a home and the next sum', () => {
  it('is nothing, or said with whom and where', () => {
    expect(troubleSentence(group('accepted', null))).toBeNull()
    for (const trouble of TROUBLES) expect(troubleSentence(group('accepted', trouble))).toMatch(/^[A-Z][^{}]+\.$/u)
    expect(troubleSentence(group('pending', null))).toContain('at https://lindenhof.example has not confirmed')
    expect(troubleSentence(group('pending', 'collector-unreachable'))).toContain('cannot be reached')
  })

  it('says of a refused enrolment how to go on, whatever else was said of the collector', () => {
    const howToGoOn =
      'its group is not the one of the invitation, or its clock is wrong. Ask Netzbetreiber Musterau. Before joining by a new invitation, leave with `wattveil group leave`.'
    for (const trouble of [null, 'collector-rejects', 'collector-timeout']) {
      expect(troubleSentence(group('rejected', trouble))).toContain(howToGoOn)
    }
    expect(troubleSentence(group('meter-taken', 'collector-timeout'))).toContain('Meter 1WVL0000000001 is in Lindenhof')
    expect(troubleSentence(group('group-full', 'collector-timeout'))).toMatch(
      /^Lindenhof is full: .* Ask Netzbetreiber Musterau, who can found a second group\./u
    )
  })
})
