/** The colours of the style sheet as a canvas needs them; read again whenever the theme changes. */

const NAMES = [
  'paper',
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'line-2',
  'accent',
  'drawn',
  'fed',
  'compare',
  'usual',
  'usual-line',
  'cost',
  'band-1',
  'band-2',
  'band-3',
  'hatch'
] as const

export type Palette = Readonly<Record<(typeof NAMES)[number], string>> & { readonly font: string }

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  const colours = Object.fromEntries(NAMES.map((name) => [name, read(name)]))
  return { ...colours, font: read('font') || 'sans-serif' } as Palette
}
