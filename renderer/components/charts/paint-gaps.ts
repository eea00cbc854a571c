/** A gap is hatched to 45 % of the height above zero, with its times and, where registers tell it, its energy. */

import { type Paint, words } from './paint'

const SHARE = 0.45
const LINE_HEIGHT = 16

export function paintGaps(paint: Paint): void {
  const { context, scene, geometry } = paint
  for (const gap of scene.gaps) {
    const left = paint.x(gap.from)
    const right = paint.x(gap.to)
    const zero = paint.y(0)
    const height = (zero - paint.top) * SHARE
    context.save()
    context.globalAlpha = 0.75
    context.fillStyle = paint.gapHatch ?? paint.palette.line
    context.fillRect(left, zero - height, right - left, height)
    context.restore()
    paintWords(paint, gap.text, left, right, zero - height, geometry.scale)
  }
}

function paintWords(
  paint: Paint,
  lines: readonly string[],
  left: number,
  right: number,
  top: number,
  scale: number
): void {
  const leftSide = right > paint.right * 0.8
  for (const [index, line] of lines.entries()) {
    const y = top + (11 + index * LINE_HEIGHT) * scale
    words(paint, line, leftSide ? left - 8 : right + 8, y, { align: leftSide ? 'right' : 'left' })
  }
}
