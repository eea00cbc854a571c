/**
 * Every label of the product, in one table. The label is the first field of each hash, HMAC, HKDF and
 * signature input (docs/protocol/primitives.md 5), so bytes made for one purpose never count for another. A label is
 * never changed or used for two things; a new format takes a new one.
 */
export const TAGS = {
  // the meter and its hash chain
  genesis: 'wattveil/v1/genesis',
  rekey: 'wattveil/v1/rekey',
  rec: 'wattveil/v1/rec',
  head: 'wattveil/v1/head',
  pairing: 'wattveil/v1/pairing',
  blind: 'wattveil/v1/blind',
  next: 'wattveil/v1/next',
  // groups and rounds
  group: 'wattveil/v1/group',
  enrol: 'wattveil/v1/enrol',
  end: 'wattveil/v1/end',
  keys: 'wattveil/v1/keys',
  roster: 'wattveil/v1/roster',
  pair: 'wattveil/v1/pair',
  padValue: 'wattveil/v1/pad/v',
  padBlinding: 'wattveil/v1/pad/r',
  coord: 'wattveil/v1/coord',
  submit: 'wattveil/v1/submit',
  data: 'wattveil/v1/data',
  sum: 'wattveil/v1/sum',
  endorse: 'wattveil/v1/endorse',
  dlist: 'wattveil/v1/dlist',
  refuse: 'wattveil/v1/refuse',
  history: 'wattveil/v1/history',
  ask: 'wattveil/v1/ask',
  board: 'wattveil/v1/board',
  boardEntry: 'wattveil/v1/board-entry',
  evidence: 'wattveil/v1/evidence',
  safetyNumber: 'wattveil/v1/safety-number',
  // profile R, a later release: reserved, answered by no code
  shares: 'wattveil/v1/shares',
  start: 'wattveil/v1/start',
  close: 'wattveil/v1/close',
  // bills
  contract: 'wattveil/v1/contract',
  tariff: 'wattveil/v1/tariff',
  index: 'wattveil/v1/index',
  exchange: 'wattveil/v1/exchange',
  response: 'wattveil/v1/response',
  notOpened: 'wattveil/v1/not-opened',
  bill: 'wattveil/v1/bill',
  // what a household remembers of its own work
  markKey: 'wattveil/v1/mark-key',
  mark: 'wattveil/v1/mark'
} as const

/** One of the labels of {@link TAGS}. */
export type Tag = (typeof TAGS)[keyof typeof TAGS]

const KNOWN_TAGS: ReadonlySet<string> = new Set(Object.values(TAGS))

/** Whether a text is one of the labels. */
export function isTag(text: string): text is Tag {
  return KNOWN_TAGS.has(text)
}
