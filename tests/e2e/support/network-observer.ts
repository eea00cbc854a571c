/** Watches a whole tree of processes from the kernel's side: every address that any of them tried to reach. */

import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Reached = { readonly address: string; readonly port: number }

export type Observer = {
  /** A program that starts `executable` with its own arguments, observed. */
  readonly wrapper: string
  /** What was reached so far, once for each attempt. */
  readonly reached: () => readonly Reached[]
}

/** Calls by which anything can leave over a socket with an address. */
const CALLS = 'connect,sendto,sendmsg,sendmmsg'
const V4 = /sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/u
const V6 = /sin6_port=htons\((\d+)\)[^}]*?inet_pton\(AF_INET6, "([^"]+)"/u
/** A call on a datagram socket that has a partner: nothing of the partner stands in the call itself. */
const PARTNER = /^\d+ +send\w+\(\d+<UDP(?:v6)?:\[[^\]]*?->\[?([^\]>]+?)\]?:(\d+)\]>/u
/** strace may have asked for the socket's addresses before it had a partner, and keeps them: then its connect tells. */
const DATAGRAM_SOCKET = /^\d+ +(connect|send\w+)\((\d+<UDP[^>]*>)/u

/** Why nothing can be observed here; null where it can. */
export function observerObstacle(): string | null {
  if (process.platform !== 'linux') return 'observes with strace, on Linux'
  const { status } = spawnSync('strace', ['-f', '-qq', '-e', 'trace=connect', '-o', '/dev/null', 'true'], {
    stdio: 'ignore'
  })
  return status === 0 ? null : 'strace is not here, or may not trace'
}

/** @param folder where wrapper and record lie */
export function observe(folder: string, executable: string, name = 'observed'): Observer {
  const record = path.join(folder, `${name}.strace`)
  const wrapper = path.join(folder, name)
  writeFileSync(record, '')
  writeFileSync(
    wrapper,
    `#!/bin/sh\nexec strace -A -f -yy -qq --seccomp-bpf -e signal=none -e trace=${CALLS} -o '${record}' '${executable}' "$@"\n`
  )
  chmodSync(wrapper, 0o755)
  return { wrapper, reached: () => reachedIn(readFileSync(record, 'utf8')) }
}

/** Addresses in strace's words. Giving a datagram socket a partner sends nothing; sending to it does. */
export function reachedIn(text: string): readonly Reached[] {
  const partners = new Map<string, Reached>()
  return text.split('\n').flatMap((line) => {
    const partner = PARTNER.exec(line)
    if (partner) return [{ address: partner[1] ?? '', port: Number(partner[2]) }]
    const named = namedIn(line)
    const [, call, socket] = DATAGRAM_SOCKET.exec(line) ?? []
    if (socket === undefined) return named ?? []
    if (call !== 'connect') return named ?? partners.get(socket) ?? []
    if (named) partners.set(socket, named)
    return []
  })
}

function namedIn(line: string): Reached | null {
  const [, port = '', address = ''] = V4.exec(line) ?? V6.exec(line) ?? []
  return port === '' ? null : { address, port: Number(port) }
}

/** How often each port was reached. */
export function countByPort(ports: readonly number[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const port of ports) counts[port] = (counts[port] ?? 0) + 1
  return counts
}
