/** 45 degree lines: a gap in grey, an estimated value in its own colour. Made per theme and device pixel ratio, else they blur. */

export type Hatch = { readonly colour: string; readonly spacing: number; readonly width: number }

/** Patterns belong to no canvas, and a theme has few; a canvas to draw one on costs as much as a chart's bars. */
const made = new Map<string, CanvasPattern>()

/** @returns null where the canvas cannot draw patterns. */
export function hatchOf(context: CanvasRenderingContext2D, hatch: Hatch, pixelRatio: number): CanvasPattern | null {
  const name = `${hatch.colour} ${hatch.spacing} ${hatch.width} ${pixelRatio}`
  const pattern = made.get(name) ?? createHatch(context, hatch, pixelRatio)
  if (pattern) made.set(name, pattern)
  return pattern
}

function createHatch(context: CanvasRenderingContext2D, hatch: Hatch, pixelRatio: number): CanvasPattern | null {
  const period = hatch.spacing * Math.SQRT2
  const size = Math.max(2, Math.round(period * pixelRatio))
  const tile = document.createElement('canvas')
  tile.width = size
  tile.height = size
  const draw = tile.getContext('2d')
  if (!draw) return null
  draw.strokeStyle = hatch.colour
  draw.lineWidth = hatch.width * pixelRatio
  draw.lineCap = 'square'
  for (const offset of [-size, 0, size]) {
    draw.beginPath()
    draw.moveTo(offset, size)
    draw.lineTo(offset + size, 0)
    draw.stroke()
  }
  const pattern = context.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(period / size))
  return pattern
}
