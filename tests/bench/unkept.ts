/** Rows whose ratio is not kept between runs, and why: all others are in kept-ratios.json (a test holds it). */

export const UNKEPT: readonly { readonly ids: RegExp; readonly because: string }[] = [
  {
    ids: /^(?:demo|month-bill|year-bill|window|app-start|five-years|readings)(?:\.|$)/u,
    because: 'processes, disks and windows on the clock, and minutes of them'
  },
  { ids: /^import(?:-table|-xml)?(?:\.|$)/u, because: 'the disk takes part' },
  { ids: /^collector-day\.groups-/u, because: 'the disk takes part' },
  { ids: /^openings\.workers/u, because: 'on the clock, where other programs take the cores' },
  { ids: /^openings\.native$/u, because: 'not every machine has that library' },
  {
    ids: /^(?:batch-day\.(?:submit|check)|live-round\.(?:set-up|contribution))-(?:100|200)$/u,
    because: 'the same work as in smaller groups, and longer'
  },
  { ids: /^(?:live-round\.blame|collector-day\.check)-50$/u, because: 'the same work as in smaller groups, and longer' }
]
