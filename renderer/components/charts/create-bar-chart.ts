/** One Chart.js bar chart with the painters of this product; everything but the bars themselves is painted by them. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  type Plugin
} from 'chart.js'
import type { BarGeometry, BarScene } from './bar-scene'
import { hatchOf } from './hatch'
import type { Paint } from './paint'
import { paintBands } from './paint-bands'
import { paintBeside } from './paint-beside'
import { paintFocus, paintGuide } from './paint-focus'
import { paintGaps } from './paint-gaps'
import { paintMarks } from './paint-marks'
import { paintNames } from './paint-names'
import { paintNow } from './paint-now'
import { paintJump, paintRuler } from './paint-ruler'
import { paintCompare, paintUsual } from './paint-steps'
import type { Palette } from './palette'

Chart.register(BarController, BarElement, CategoryScale, LinearScale)

const UNDER_BARS = [paintBands, paintUsual, paintGaps, paintGuide]
const OVER_BARS = [paintCompare, paintMarks, paintRuler, paintJump, paintFocus, paintNow, paintNames, paintBeside]

export type BarChartInput = {
  readonly scene: BarScene
  readonly geometry: BarGeometry
  readonly palette: Palette
  readonly focused: number | null
}

export type BarChart = {
  readonly show: (input: BarChartInput) => void
  readonly destroy: () => void
}

/** @returns null where there is no canvas to draw on. */
export function createBarChart(canvas: HTMLCanvasElement, first: BarChartInput): BarChart | null {
  const context = canvas.getContext('2d')
  if (!context) return null
  let input = first
  const painter: Plugin<'bar'> = {
    id: 'wattveil',
    beforeDatasetsDraw: (chart) => {
      const paint = paintOf(chart, context, input)
      for (const step of UNDER_BARS) step(paint)
    },
    afterDatasetsDraw: (chart) => {
      const paint = paintOf(chart, context, input)
      for (const step of OVER_BARS) step(paint)
    }
  }
  // Set before, so that the first drawing is the right one and no second follows.
  canvas.width = input.geometry.width
  canvas.height = input.geometry.height
  const chart = new Chart(canvas, { ...configuration(context, input), plugins: [painter] })
  return {
    show: (next) => {
      const resized = next.geometry.width !== input.geometry.width || next.geometry.height !== input.geometry.height
      input = next
      const { data, options } = configuration(context, next)
      chart.data = data
      chart.options = options ?? {}
      if (resized) chart.resize(next.geometry.width, next.geometry.height)
      chart.update('none')
    },
    destroy: () => chart.destroy()
  }
}

function configuration(
  context: CanvasRenderingContext2D,
  { scene, geometry, palette }: BarChartInput
): ChartConfiguration<'bar'> {
  const { scale, pitch, barWidth } = geometry
  const dataset = { barThickness: barWidth, borderRadius: 1, grouped: false, borderSkipped: false } as const
  const highest = Math.max(...scene.axis.lines)
  return {
    type: 'bar',
    data: {
      labels: scene.up.map((_, index) => String(index)),
      datasets: [
        {
          ...dataset,
          data: [...scene.up],
          ...barColours(context, scene, palette[scene.upColour])
        },
        { ...dataset, data: scene.down.map((value) => (value === null ? null : -value)), backgroundColor: palette.fed }
      ]
    },
    options: {
      responsive: false,
      maintainAspectRatio: false,
      animation: false,
      events: [],
      layout: {
        autoPadding: false,
        padding: {
          left: 0,
          right: Math.max(0, geometry.width - pitch * scene.count),
          top: scene.inset.top * scale,
          bottom: scene.inset.bottom * scale
        }
      },
      scales: {
        x: { display: false, offset: true },
        y: {
          min: scene.axis.min,
          max: scene.axis.max,
          position: scene.axisSide ? 'right' : 'left',
          border: { display: false },
          grid: { color: palette.line, drawTicks: false, lineWidth: 1 },
          afterBuildTicks: (axis) => {
            axis.ticks = scene.axis.lines.map((value) => ({ value }))
          },
          ticks: {
            // Beside the plot they are painted: room that the scale took for them would move the bars off the ruler.
            display: scene.axisSide !== 'beside',
            mirror: true,
            z: 1,
            textStrokeColor: palette.paper,
            textStrokeWidth: 3,
            padding: 0,
            labelOffset: -9 * scale,
            color: palette['ink-3'],
            font: { family: palette.font, size: 12 * scale },
            autoSkip: false,
            callback: (value) => scene.axisText(Math.abs(Number(value)), Number(value) === highest)
          }
        }
      }
    }
  }
}

/** One for all bars where none is estimated: Chart.js then works out the options once and not for each bar. */
function barColours(context: CanvasRenderingContext2D, { estimated }: BarScene, filled: string) {
  if (!estimated.includes(true)) return { backgroundColor: filled }
  const hatch = hatchOf(context, { colour: filled, spacing: 4, width: 1.6 }, devicePixelRatio) ?? filled
  return {
    backgroundColor: estimated.map((is) => (is ? hatch : filled)),
    borderColor: filled,
    borderWidth: estimated.map((is) => (is ? 1 : 0))
  }
}

function paintOf(chart: Chart<'bar'>, context: CanvasRenderingContext2D, input: BarChartInput): Paint {
  const { scene, geometry, palette, focused } = input
  const scale = chart.scales.y
  return {
    context,
    scene,
    geometry,
    palette,
    focused,
    x: (index) => index * geometry.pitch,
    y: (value) => Math.round(scale?.getPixelForValue(value) ?? 0),
    top: chart.chartArea.top,
    bottom: chart.chartArea.bottom,
    right: geometry.pitch * scene.count,
    gapHatch: hatchOf(context, { colour: palette.hatch, spacing: 6, width: 1.2 }, devicePixelRatio)
  }
}
