/**
 * What a file of AR 2418-6 comes to, worked out from its text without a line of the importer: expressions instead of a
 * parser, the last register reading minus the first instead of a sum of intervals.
 */

export type Figures = {
  readonly intervals: number
  readonly first: number
  readonly last: number
  /** Microwatt-hours; null for a direction that is not there. */
  readonly drawn: bigint | null
  readonly fedIn: bigint | null
  /** How often each remark applies. */
  readonly remarks: Readonly<Record<string, number>>
}

type Point = { readonly at: number; readonly taken: number; readonly value: bigint; readonly status: number }

export function ar2418Figures(xml: string): Figures {
  const text = xml.replace(/<!--[\s\S]*?-->/gu, '')
  const lists = [...text.matchAll(/<MeterReading>([\s\S]*?)<\/MeterReading>/gu)].map(([, list = '']) => list)
  const own = lists.filter(isMeters)
  const remarks: Record<string, number> = {}
  const note = (code: string, count: number): void => {
    if (count > 0) remarks[code] = (remarks[code] ?? 0) + count
  }
  note('register-derived-left-out', lists.length - own.length)
  const intervals = new Set<string>()
  const ends: number[] = []
  const sums: Record<string, bigint | null> = { '01': null, '02': null }
  for (const list of own) {
    const all = pointsOf(list)
    const defect = Math.min(...all.filter(({ status }) => status === 4).map(({ taken }) => taken), Infinity)
    const unique = onePerInstant(all)
    const valid = unique.filter(({ status, taken }) => status < 3 && taken < defect)
    const period = commonest(valid)
    for (const [index, to] of valid.entries()) {
      const from = valid[index - 1]
      if (!from) continue
      intervals.add([from.at, to.at, from.status === 2 || to.status === 2].join(' '))
      note('register-longer', to.at - from.at > 1.5 * period ? 1 : 0)
    }
    note('register-invalid-left-out', unique.length - valid.length)
    note('register-substitutes', all.filter(({ status }) => status === 2).length)
    note('register-doubled', all.length - unique.length)
    note('register-off-grid', unique.filter(({ at }) => at % 900 !== 0).length)
    note('register-late', all.filter(({ at, taken }) => Math.abs(at - taken) > 27).length)
    note('register-other-zone', foreign(list))
    const [first, last] = [valid[0], valid.at(-1)]
    if (!first || !last) continue
    ends.push(first.at, last.at)
    const direction = field(list, 'obisCode').slice(4, 6)
    sums[direction] = (last.value - first.value) * 10n ** BigInt(6 + Number(field(list, 'scaler') || 0))
  }
  const [drawn = null, fedIn = null] = [sums['01'], sums['02']]
  return { intervals: intervals.size, first: Math.min(...ends), last: Math.max(...ends), drawn, fedIn, remarks }
}

/** The meter's own register of drawn or fed-in energy, in watt-hours. */
function isMeters(list: string): boolean {
  const name = field(list, 'qualifiedLogicalName').toUpperCase()
  return (
    name.includes(`.${field(list, 'meterId').toUpperCase()}.`) && /^01000[12]0800FF$/iu.test(field(list, 'obisCode'))
  )
}

function pointsOf(list: string): readonly Point[] {
  return [...list.matchAll(/<IntervalReading>([\s\S]*?)<\/IntervalReading>/gu)]
    .map(([, reading = '']): Point => {
      const taken = Date.parse(field(reading, 'start')) / 1000
      const target = field(reading, 'targetTime')
      const quarter = Math.round(taken / 900) * 900
      const at = target ? Date.parse(target) / 1000 : Math.abs(quarter - taken) <= 27 ? quarter : taken
      return { at, taken, value: BigInt(field(reading, 'value')), status: Number(field(reading, 'statusPTB')) }
    })
    .sort((one, other) => one.at - other.at)
}

/** The more punctual of two. */
function onePerInstant(points: readonly Point[]): readonly Point[] {
  const best = new Map<number, Point>()
  for (const point of points) {
    const known = best.get(point.at)
    if (!known || Math.abs(point.taken - point.at) < Math.abs(known.taken - known.at)) best.set(point.at, point)
  }
  return [...best.values()]
}

function commonest(points: readonly Point[]): number {
  const counts = new Map<number, number>()
  for (const [index, { at }] of points.entries()) {
    // Values once a day are taken at any time of it.
    const seconds = at - (points[index - 1]?.at ?? at)
    const period = Math.abs(seconds - 86_400) < 2592 ? 86_400 : Math.round(seconds / 900) * 900
    if (seconds > 0) counts.set(period, (counts.get(period) ?? 0) + 1)
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? Infinity
}

function foreign(list: string): number {
  const readings = [...list.matchAll(/<IntervalReading>[\s\S]*?<start>([^<]*)<\/start>/gu)].map(
    ([, start = '']) => start
  )
  const name = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })
  return readings.filter((start) => {
    const part = name.formatToParts(new Date(start)).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    return (
      part.replace('GMT', '') !==
      start
        .slice(19)
        .replace(/^\.\d+/u, '')
        .replace('Z', '+00:00')
    )
  }).length
}

function field(text: string, name: string): string {
  return new RegExp(`<(?:espi:)?${name}>\\s*([^<]*?)\\s*</`, 'u').exec(text)?.[1] ?? ''
}
