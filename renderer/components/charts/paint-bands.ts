/** Tariff stages above the plot: the height of the step is the price, name and price stand on it. */

import { type Paint, font, hairline } from './paint'

const FLOOR = 36
const HEIGHTS = [5, 9, 15]
/** In px at a root of 16 px: no name fits below, and to find that out by measuring takes a day of quarter hours 20 ms. */
const NARROWEST = 14

export function paintBands(paint: Paint): void {
  const { context, scene, palette, geometry, x } = paint
  const scale = geometry.scale
  for (const [index, band] of scene.bands.entries()) {
    const left = x(band.from) + (index === 0 ? 0 : 1)
    const height = (HEIGHTS[band.rank - 1] ?? 5) * scale
    context.fillStyle = palette[`band-${Math.min(3, Math.max(1, band.rank))}` as 'band-1']
    context.fillRect(left, FLOOR * scale - height, x(band.to) - left, height)
    if (index > 0) hairline(paint, palette['line-2'], [left - 1, 40 * scale], [left - 1, paint.bottom], [1, 3])
    paintName(paint, band.name, band.price, left, x(band.to))
  }
}

/** Left out where it would run into the next stage; the table has it. */
function paintName(paint: Paint, name: string, price: string, left: number, right: number): void {
  const { context, palette, geometry } = paint
  if (right - left < NARROWEST * geometry.scale) return
  const bold = font(paint, 600)
  context.fillStyle = palette['ink-2']
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
  context.font = bold
  const nameWidth = context.measureText(`${name} `).width
  context.font = font(paint)
  const priceWidth = context.measureText(price).width
  const y = 14 * geometry.scale
  if (left + nameWidth > right) return
  context.font = bold
  context.fillText(name, left, y)
  if (left + nameWidth + priceWidth > right) return
  context.font = font(paint)
  context.fillText(price, left + nameWidth, y)
}
