/** The veil of the program's mark as a small picture: closed while the house takes part, a fringe while it does not. */

const SIZE = 32
const THREADS = [5, 10, 15, 20, 25]
const TOP = 6
const BAR = 3
const LONG = 27
/** As in the mark: the outer threads are shorter. */
const SHORT = [23, 26, 27, 24, 21]

export type Picture = { readonly bitmap: Buffer; readonly size: number }

/** @returns BGRA, as Electron takes bitmaps. @param ink 0 black, 255 white: what stands out from the bar it lies on. */
export function trayPicture(takingPart: boolean, ink: number): Picture {
  const bitmap = Buffer.alloc(SIZE * SIZE * 4)
  const dot = (x: number, y: number): void => {
    bitmap.set([ink, ink, ink, 255], (y * SIZE + x) * 4)
  }
  for (let x = 3; x < SIZE - 3; x++) for (let y = TOP; y < TOP + BAR; y++) dot(x, y)
  for (const [index, x] of THREADS.entries()) {
    const end = takingPart ? Math.min(LONG, SHORT[index] ?? LONG) : TOP + BAR + 4
    for (let y = TOP + BAR; y < end; y++) {
      dot(x, y)
      dot(x + 1, y)
    }
  }
  return { bitmap, size: SIZE }
}
