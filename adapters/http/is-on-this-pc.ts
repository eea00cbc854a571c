/** Whether an address leads to this PC itself. */

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/u

export function isOnThisPc({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname)
}
