/**
 * A bill computed the plain way: one reading after the other, the clock from Intl, the price from a list of rules.
 * Written apart from the program on purpose; it shares no code with it.
 */

export type PlainWindow = {
  readonly name: string
  /** ISO weekdays and hours, from inclusive, to exclusive. */
  readonly open: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[]
  /** Nano-euro per Wh from a day (YYYY-MM-DD) on, ascending. */
  readonly prices: readonly (readonly [string, bigint])[]
}

export type PlainTariff = {
  readonly zone: string
  readonly windows: readonly PlainWindow[]
  readonly levy: bigint
  /** Nano-euro per day. */
  readonly fee: bigint
  readonly vat: bigint
  readonly perLine: boolean
  readonly index: { readonly a: bigint; readonly b: bigint } | null
}

export type PlainReading = { readonly start: number; readonly value: bigint; readonly listed: bigint }

export type PlainBill = {
  readonly net: bigint
  readonly vat: bigint
  readonly total: bigint
  readonly byWindow: ReadonlyMap<string, bigint>
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** @param scale 10^unitExp. */
export function plainBill(
  tariff: PlainTariff,
  readings: readonly PlainReading[],
  days: number,
  scale: bigint
): PlainBill {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: tariff.zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23'
  })
  // One amount per thing that a bill has a line for: component, window, price.
  const lines = new Map<string, bigint>()
  const byWindow = new Map<string, bigint>()
  const add = (line: string, amount: bigint): void => {
    lines.set(line, (lines.get(line) ?? 0n) + amount)
  }
  for (const { start, value, listed } of readings) {
    const parts = Object.fromEntries(clock.formatToParts(start * 1000).map(({ type, value: text }) => [type, text]))
    const day = `${parts['year']}-${parts['month']}-${parts['day']}`
    const weekday = WEEKDAYS.indexOf(parts['weekday'] ?? '') + 1
    const hour = Number(parts['hour'])
    for (const { name, open, prices } of tariff.windows) {
      if (!open.some(({ days: on, from, to }) => on.includes(weekday) && from <= hour && hour < to)) continue
      let price = 0n
      let since = ''
      for (const [from, at] of prices) if (from <= day) [since, price] = [from, at]
      add(`window ${name} ${since}`, price * value)
      byWindow.set(name, (byWindow.get(name) ?? 0n) + value)
    }
    if (tariff.index) add('index', (half(tariff.index.a * listed, 1_000_000n) + tariff.index.b) * value)
    add('levy', tariff.levy * value)
  }
  add('fee', tariff.fee * BigInt(days) * scale)
  const amounts = [...lines.values()]
  const cent = 10_000_000n * scale
  const net = tariff.perLine
    ? amounts.map((amount) => half(amount, cent)).reduce((sum, cents) => sum + cents, 0n)
    : half(
        amounts.reduce((sum, amount) => sum + amount, 0n),
        cent
      )
  const vat = half(net * tariff.vat, 10_000n)
  return { net, vat, total: net + vat, byWindow }
}

/** Rounded to the nearest whole number, halves away from zero. */
function half(number: bigint, by: bigint): bigint {
  const whole = number / by
  const rest = number % by
  if (rest >= 0n) return rest * 2n >= by ? whole + 1n : whole
  return -rest * 2n >= by ? whole - 1n : whole
}
