/** Paints hour by day: a cell per hour, darker where more energy was used, hatched where nothing is known. */

import { hatchOf } from './hatch'
import type { Palette } from './palette'

export type HeatScene = {
  /** Column by column, 24 hours each. */
  readonly cells: readonly (number | null)[]
  readonly columns: number
  /** Highest value that is told apart; what is above looks the same. */
  readonly top: number
  readonly colour: 'drawn' | 'fed'
  /** Words below a column. */
  readonly marks: readonly { readonly at: number; readonly text: string }[]
  readonly hourText: (hour: number) => string
}

export type HeatGeometry = {
  readonly width: number
  readonly height: number
  /** Root text size as a factor of 16 px. */
  readonly scale: number
}

export type HeatPlace = { readonly column: number; readonly hour: number }

const HOURS = 24
/** Steps that the eye can tell apart. */
export const HEAT_STEPS = 6
const LEFT = 48
const BOTTOM = 28
const FAINTEST = 0.1

export type HeatFrame = {
  readonly left: number
  readonly right: number
  readonly pitch: number
  readonly row: number
}

export function heatFrame({ width, height, scale }: HeatGeometry, columns: number): HeatFrame {
  const left = LEFT * scale
  const exact = (width - left) / Math.max(1, columns)
  const pitch = exact >= 3 ? Math.floor(exact) : exact
  return { left, right: left + pitch * columns, pitch, row: Math.max(4, Math.floor((height - BOTTOM * scale) / HOURS)) }
}

/** 0 for nothing or next to nothing, up to the number of steps. */
function heatStep(value: number, top: number): number {
  if (value <= 0 || top <= 0) return 0
  return Math.min(HEAT_STEPS, Math.max(1, Math.ceil((value / top) * HEAT_STEPS)))
}

export function heatAlpha(step: number): number {
  return step === 0 ? 0 : FAINTEST + ((1 - FAINTEST) * step) / HEAT_STEPS
}

export function paintHeat(
  context: CanvasRenderingContext2D,
  scene: HeatScene,
  geometry: HeatGeometry,
  palette: Palette,
  focused: HeatPlace | null
): void {
  const frame = heatFrame(geometry, scene.columns)
  context.clearRect(0, 0, geometry.width, geometry.height)
  paintCells(context, scene, frame, palette)
  paintAxes(context, scene, frame, geometry, palette)
  if (focused) paintRing(context, frame, palette, focused)
}

function paintCells(context: CanvasRenderingContext2D, scene: HeatScene, frame: HeatFrame, palette: Palette): void {
  const gap = frame.pitch >= 6 ? 1 : 0
  const wide = Math.max(0.5, frame.pitch - gap)
  const hatch = hatchOf(context, { colour: palette.hatch, spacing: 6, width: 1 }, devicePixelRatio)
  const known = scene.cells.reduce<number>((last, value, cell) => (value === null ? last : cell), -1)
  for (let step = 0; step <= HEAT_STEPS; step++) {
    context.globalAlpha = step === 0 ? 1 : heatAlpha(step)
    context.fillStyle = step === 0 ? palette.usual : palette[scene.colour]
    scene.cells.forEach((value, cell) => {
      if (value === null || heatStep(value, scene.top) !== step) return
      context.fillRect(
        frame.left + Math.floor(cell / HOURS) * frame.pitch,
        (cell % HOURS) * frame.row,
        wide,
        frame.row - 1
      )
    })
  }
  context.globalAlpha = 0.6
  context.fillStyle = hatch ?? palette.line
  scene.cells.forEach((value, cell) => {
    if (value !== null || cell > known) return
    context.fillRect(frame.left + Math.floor(cell / HOURS) * frame.pitch, (cell % HOURS) * frame.row, wide, frame.row)
  })
  context.globalAlpha = 1
}

function paintAxes(
  context: CanvasRenderingContext2D,
  scene: HeatScene,
  frame: HeatFrame,
  { scale }: HeatGeometry,
  palette: Palette
): void {
  context.font = `400 ${12 * scale}px ${palette.font}`
  context.fillStyle = palette['ink-3']
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (let hour = 0; hour < HOURS; hour += 6) context.fillText(scene.hourText(hour), 0, hour * frame.row + 8 * scale)
  const bottom = HOURS * frame.row
  context.textBaseline = 'alphabetic'
  context.strokeStyle = palette['ink-3']
  context.lineWidth = 1
  for (const mark of scene.marks) {
    const x = Math.round(frame.left + mark.at * frame.pitch) + 0.5
    context.beginPath()
    context.moveTo(x, bottom + 2)
    context.lineTo(x, bottom + 8 * scale)
    context.stroke()
    if (x + context.measureText(mark.text).width < frame.right + 4)
      context.fillText(mark.text, x + 4, bottom + 20 * scale)
  }
}

function paintRing(context: CanvasRenderingContext2D, frame: HeatFrame, palette: Palette, at: HeatPlace): void {
  const [x, y] = [frame.left + at.column * frame.pitch, at.hour * frame.row]
  const wide = Math.max(4, frame.pitch)
  for (const [colour, width, out] of [
    [palette.paper, 4, 2],
    [palette.accent, 2, 2.5]
  ] as const) {
    context.beginPath()
    context.strokeStyle = colour
    context.lineWidth = width
    context.roundRect(x - out, y - out, wide + 2 * out - 1, frame.row + 2 * out - 1, 2)
    context.stroke()
  }
}
