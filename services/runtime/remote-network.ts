/** Whom an address stands for where strangers are counted. */

/** Sixteen bits each. */
const GROUPS = 8
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/u

/** Not counted: behind a proxy every household comes from there, and the proxy has to do the counting. */
export function isThisPc(address: string): boolean {
  return LOOPBACK.test(address)
}

/** Of IPv6 the first 64 bits: whoever has one such address has as many others as it likes. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%')
  // An IPv4 address counts as itself, also written as IPv6.
  if (!plain.includes(':') || plain.includes('.')) return plain
  const [left = [], right] = plain.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const zeros = right === undefined ? 0 : GROUPS - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...(right ?? [])]
  return groups.slice(0, GROUPS / 2).join(':')
}
