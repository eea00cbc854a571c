/** What the painters of one plot share. */

import type { BarGeometry, BarScene } from './bar-scene'
import type { Palette } from './palette'

export type Paint = {
  readonly context: CanvasRenderingContext2D
  readonly scene: BarScene
  readonly geometry: BarGeometry
  readonly palette: Palette
  /** Left edge of bar `index`, in px. */
  readonly x: (index: number) => number
  /** Position of a value, in px. */
  readonly y: (value: number) => number
  readonly top: number
  readonly bottom: number
  readonly right: number
  readonly focused: number | null
  readonly gapHatch: CanvasPattern | null
}

export function font(paint: Paint, weight = 400, size = 12): string {
  return `${weight} ${size * paint.geometry.scale}px ${paint.palette.font}`
}

/** A hairline on whole device pixels. */
export function hairline(
  paint: Paint,
  colour: string,
  from: [number, number],
  to: [number, number],
  dash: number[] = []
): void {
  const { context } = paint
  const sharp = (value: number): number => Math.round(value) + 0.5
  const vertical = from[0] === to[0]
  context.save()
  context.beginPath()
  context.setLineDash(dash)
  context.lineWidth = 1
  context.strokeStyle = colour
  context.moveTo(vertical ? sharp(from[0]) : from[0], vertical ? from[1] : sharp(from[1]))
  context.lineTo(vertical ? sharp(to[0]) : to[0], vertical ? to[1] : sharp(to[1]))
  context.stroke()
  context.restore()
}

/** Words with a paper edge, so that they can stand over lines. */
export function words(
  paint: Paint,
  text: string,
  x: number,
  y: number,
  options: { align?: CanvasTextAlign; colour?: string; weight?: number; size?: number } = {}
): void {
  const { context, palette } = paint
  context.save()
  context.font = font(paint, options.weight, options.size)
  context.textAlign = options.align ?? 'left'
  context.textBaseline = 'alphabetic'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = palette.paper
  context.strokeText(text, x, y)
  context.fillStyle = options.colour ?? palette['ink-2']
  context.fillText(text, x, y)
  context.restore()
}
