import { describe, expect, it } from 'vitest'
import { type DayCompanions, countBeside } from '../../../app/rounds/sums-beside'

const friends = (...ids: string[]): DayCompanions => new Set(ids)

describe('sums that may lie beside one without this home', () => {
  it('are none while every day has a sum with the same companions in it', () => {
    expect(countBeside(Array.from({ length: 30 }, () => friends('a', 'b', 'c', 'd')))).toBe(0)
    expect(countBeside([friends('a', 'b'), friends('b', 'c'), friends('a', 'c')])).toBe(0)
  })

  it('are all of them as soon as one day was missed: the operator chooses which homes it summed then', () => {
    expect(countBeside([friends('a'), friends('a', 'b'), null])).toBe(2)
  })

  it('are those whose companions were all free on another day', () => {
    expect(countBeside([friends('a', 'b'), friends('c', 'd'), friends('a', 'c')])).toBe(2)
  })

  it('are those without any companion as soon as there is a second day', () => {
    expect(countBeside([friends(), friends('a')])).toBe(2)
    expect(countBeside([friends()])).toBe(0)
  })
})
