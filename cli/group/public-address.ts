/** The address by which homes reach a collector, as an organiser gives it. */

import { UsageError } from '../command'

const FORM = /^https?:\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/u
const HERE = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/u

/** @param option as it is called. @throws UsageError for what no invitation may name. */
export function publicAddress(option: string, text: string): string {
  const address = text.replace(/\/+$/u, '').toLowerCase()
  if (!FORM.test(address)) throw new UsageError(`${option}: https://NAME:PORT, without anything behind it`)
  if (!address.startsWith('https:') && !HERE.test(address)) {
    throw new UsageError(`${option}: https://NAME:PORT; off this PC homes speak to a collector encrypted only`)
  }
  return address
}
