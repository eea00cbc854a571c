/**
 * The one rule about whom a core may speak to: hosts that the person has joined (the collectors of its groups, the suppliers
 * of its contracts, its own meters), and those the person has just named in order to join. Everything else is refused before
 * a connection is opened, so that no document can send the core anywhere.
 */

import { AppError } from '../../app/app-error'
import type { Leaving } from './request'

export type KnownHosts = {
  /** The person has named this address, with or without its scheme, to see what is there. Holds until the program ends. */
  readonly introduce: (address: string) => void
  /** @throws AppError host-not-joined { recipient } */
  readonly refuseOthers: (leaving: Leaving) => void
}

/** @param joined addresses that are kept; asked anew for every message */
export function createKnownHosts(joined: () => readonly string[]): KnownHosts {
  const introduced = new Set<string>()
  return {
    introduce: (address) => {
      const host = hostOf(address)
      if (host !== null) introduced.add(host)
    },
    refuseOthers: ({ host, recipient }) => {
      if (introduced.has(host) || joined().some((address) => hostOf(address) === host)) return
      throw new AppError('host-not-joined', { recipient })
    }
  }
}

function hostOf(address: string): string | null {
  try {
    return new URL(/^https?:\/\//iu.test(address) ? address : `http://${address}`).host
  } catch {
    return null
  }
}
