/** The written addition with three homes (docs/look.md 7): anyone can add it up. Whole watt-hours. */

export const READINGS = [312, 205, 148] as const

/** Each secret is added by one home and taken away by another. */
export const SECRETS = [
  { adds: 0, takes: 1, amount: 583, x: 252, dash: '' },
  { adds: 1, takes: 2, amount: 714, x: 346, dash: '5 3' },
  { adds: 2, takes: 0, amount: 369, x: 440, dash: '1.5 3.5' }
] as const

/** What leaves each home: its reading with its secrets mixed in. */
export const LEAVING = READINGS.map((reading, home) =>
  SECRETS.reduce(
    (sum, secret) => sum + (secret.adds === home ? secret.amount : 0) - (secret.takes === home ? secret.amount : 0),
    reading as number
  )
)

export const SUM = READINGS.reduce<number>((sum, reading) => sum + reading, 0)
