/** The dotted line of the present, with its time. */

import { type Paint, hairline, words } from './paint'

export function paintNow(paint: Paint): void {
  const { scene, palette, geometry } = paint
  if (!scene.now) return
  const x = paint.x(scene.now.at)
  hairline(paint, palette.ink, [x, paint.top], [x, paint.bottom], [2, 3])
  const leftSide = x > paint.right - 56 * geometry.scale
  words(paint, scene.now.text, leftSide ? x - 8 : x + 8, paint.top + 10 * geometry.scale, {
    align: leftSide ? 'right' : 'left',
    colour: palette.ink,
    weight: 600,
    size: 13
  })
}
