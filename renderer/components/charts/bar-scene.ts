/** What a bar plot shows, free of language, theme and size: the same scene is painted at any pitch. */

import type { AxisLines } from './axis-lines'

export type Values = readonly (number | null)[]

export type BarScene = {
  readonly count: number
  /** Bars upward. */
  readonly up: Values
  readonly upColour: 'drawn' | 'cost'
  /** Bars downward, as positive values. */
  readonly down: Values
  /** Bars that are outlined and hatched instead of filled. */
  readonly estimated: readonly boolean[]
  /** Bars that another source contradicts; none where left empty. */
  readonly marked: readonly boolean[]
  readonly axis: AxisLines
  readonly axisText: (value: number, isTop: boolean) => string
  /** Above the plot, where high bars would stand in the way of the unit at a line. */
  readonly unit?: string
  /**
   * Inside at the right edge where the bars at the left are high; right of the plot, on paper of its own, where they may be
   * high everywhere; inside at the left where left out.
   */
  readonly axisSide?: 'right' | 'beside'
  /** Stage of the tariff: height of the step is the rank of the price. */
  readonly bands: readonly {
    readonly from: number
    readonly to: number
    readonly name: string
    readonly price: string
    readonly rank: number
  }[]
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly text: readonly string[] }[]
  /** Open step line without a fill. */
  readonly compare: Values | null
  readonly usual: { readonly low: Values; readonly median: Values; readonly high: Values } | null
  readonly ruler: {
    readonly isLong: (index: number) => boolean
    readonly marks: readonly { readonly at: number; readonly text: string }[]
    /** Under each bar instead of at its left edge. */
    readonly centred: boolean
  } | null
  readonly now: { readonly at: number; readonly text: string } | null
  readonly jump: { readonly at: number; readonly text: string } | null
  /** Names of the series at the data instead of a legend. */
  readonly names: { readonly up?: string; readonly down?: string; readonly usual?: string }
  /** Distances from the edges of the canvas to the plot, in px at a root of 16 px. */
  readonly inset: { readonly top: number; readonly bottom: number }
}

/** Whole-pixel measures; left-over pixels go to the right. */
export type BarGeometry = {
  readonly width: number
  readonly height: number
  readonly pitch: number
  readonly barWidth: number
  /** Root text size as a factor of 16 px. */
  readonly scale: number
}

/** Room for numbers like 1,500 right of a plot, in px at a root of 16 px. */
const BESIDE = 40

/** Costs are drawn in a third of the place of their bar. */
export function barGeometry(
  { width, height, scale }: Pick<BarGeometry, 'width' | 'height' | 'scale'>,
  { count, upColour, axisSide }: Pick<BarScene, 'count' | 'upColour' | 'axisSide'>
): BarGeometry {
  const thin = upColour === 'cost'
  const exact = Math.max(1, width - (axisSide === 'beside' ? BESIDE * scale : 0)) / Math.max(1, count)
  const pitch = exact >= 3 ? Math.floor(exact) : exact
  const gap = pitch >= 9 ? 4 : pitch >= 5 ? 2 : 1
  const barWidth = thin
    ? Math.round(pitch / 3)
    : Math.min(Math.max(18, Math.round(pitch * 0.4)), Math.round(pitch) - gap)
  return { width, height, pitch, barWidth: Math.max(1, barWidth), scale }
}
