import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import QrCode from '../../../renderer/components/QrCode.vue'

describe('a QR code', () => {
  it('has exactly the dark modules of its text, and a name', () => {
    const text = 'WATTVEIL 123450678901234509876543210123'
    const place = document.createElement('div')
    createApp(QrCode, { text, label: 'QR code of your safety number' }).mount(place)
    const svg = place.querySelector('svg')!
    expect(svg.getAttribute('aria-label')).toBe('QR code of your safety number')
    const { data, size } = encode(text, { ecc: 'M', border: 3 })
    const drawn = data.map((row) => row.map(() => false))
    const strokes = svg
      .querySelector('path')!
      .getAttribute('d')!
      .matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/gu)
    for (const [, x, y, run] of strokes) {
      for (let at = Number(x); at < Number(x) + Number(run); at++) drawn[Number(y)]![at] = true
    }
    expect(drawn).toEqual(data)
    expect(svg.getAttribute('viewBox')).toBe(`0 0 ${String(size)} ${String(size)}`)
  })
})
