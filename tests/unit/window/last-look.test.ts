import { describe, expect, it } from 'vitest'
import { createLastLook } from '../../../renderer/last-look'

const LOOK = { language: 'de', appearance: 'dark', textSize: 125, calm: true } as const

function storage(text: string | null = null) {
  const kept = new Map<string, string>()
  if (text !== null) kept.set('wattveil.look', text)
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name)
  }
}

describe('createLastLook', () => {
  it('gives back what was kept, and nothing when it was forgotten', () => {
    const place = storage()
    const lastLook = createLastLook(place)
    expect(lastLook.read()).toBeNull()
    lastLook.keep(LOOK)
    expect(createLastLook(place).read()).toEqual(LOOK)
    lastLook.keep(null)
    expect(lastLook.read()).toBeNull()
    expect(place.kept.size).toBe(0)
  })

  it('keeps the look alone: where the home lies stays in the database', () => {
    const place = storage()
    const settings = { ...LOOK, timeZone: 'Europe/Berlin' }
    createLastLook(place).keep(settings)
    expect([...place.kept.values()].map((text) => JSON.parse(text) as unknown)).toEqual([LOOK])
  })

  it.each([
    '',
    'no JSON',
    'null',
    '[]',
    '"de"',
    JSON.stringify({ ...LOOK, language: 'fr' }),
    JSON.stringify({ ...LOOK, appearance: 'pink' }),
    JSON.stringify({ ...LOOK, textSize: 89 }),
    JSON.stringify({ ...LOOK, textSize: 1e9 }),
    JSON.stringify({ ...LOOK, textSize: '100' }),
    JSON.stringify({ ...LOOK, calm: 'yes' }),
    JSON.stringify({ language: 'de' })
  ])('takes %s for nothing', (text) => {
    expect(createLastLook(storage(text)).read()).toBeNull()
  })

  it('takes over nothing but the look', () => {
    expect(createLastLook(storage(JSON.stringify({ ...LOOK, meterId: '1' }))).read()).toEqual(LOOK)
  })
})
