/** Paints the points of a long bill straight into pixels: 35,000 rectangles would hold the window up, this does not. */

import { type YearMap, leftOf, topOf } from './year-map'

const OPAQUE = 0xff000000

/**
 * @param pixels  as wide and high as the canvas
 * @param ratio   pixels per CSS px, whole
 * @param colours '#rrggbb' by kind; a kind without one stays empty
 */
export function paintYearMap(
  pixels: { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray },
  map: YearMap,
  ratio: number,
  colours: ReadonlyMap<string, string>
): void {
  const words = new Uint32Array(pixels.data.buffer)
  const inks = new Map([...colours].map(([kind, colour]) => [kind, wordOf(colour)]))
  const wide = Math.max(1, map.dayWidth * ratio - 1)
  const tall = Math.max(1, Math.round(map.rowHeight * ratio))
  map.each((column, minute, kind) => {
    const ink = inks.get(kind)
    if (ink === undefined) return
    const left = leftOf(map, { column }) * ratio
    const top = Math.round(topOf({ minute }) * ratio)
    // Gaps between points but the wrong ones, which are to be seen as a whole.
    const isWhole = kind === 'x'
    const bottom = Math.min(pixels.height, top + (isWhole ? tall : Math.max(1, tall - 1)))
    const across = isWhole ? map.dayWidth * ratio : wide
    // By hand: so small pieces are written sooner than fill() is called.
    for (let y = top; y < bottom; y++) {
      const from = y * pixels.width + left
      for (let at = from; at < from + across; at++) words[at] = ink
    }
  })
}

/** '#rrggbb' as the little-endian word of a pixel. */
function wordOf(colour: string): number {
  const [, red = '0', green = '0', blue = '0'] = /^\s*#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/iu.exec(colour) ?? []
  const value = (text: string): number => Number.parseInt(text, 16)
  return (OPAQUE | (value(blue) << 16) | (value(green) << 8) | value(red)) >>> 0
}
