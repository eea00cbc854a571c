/** Minutes on the wall clock of a zone. */

export type WallClock = (seconds: number) => number

/** @returns minutes since local midnight, 0..1439, of an instant in seconds UTC */
export function createWallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (seconds) => {
    const text = format.format(seconds * 1000)
    return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  }
}
