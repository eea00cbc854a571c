/**
 * How the window looked last, kept by Chromium, so that the frame stands before the core has opened the database (ADR 53).
 * Settings of the look alone: nothing of energy, money or the group is kept outside of the encrypted database.
 */

import type { Settings } from '../app/contract'

export type Look = Omit<Settings, 'timeZone'>

export type LastLook = {
  /** Null where there was no last time, or nothing was stored then. */
  readonly read: () => Look | null
  /** @param settings null forgets them */
  readonly keep: (settings: Look | null) => void
}

/** For windows that have no last time. */
export const NO_LAST_LOOK: LastLook = { read: () => null, keep: () => undefined }

const NAME = 'wattveil.look'

export function createLastLook(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): LastLook {
  return {
    read: () => decode(storage.getItem(NAME)),
    keep: (settings) => {
      if (settings) storage.setItem(NAME, JSON.stringify(lookOf(settings)))
      else storage.removeItem(NAME)
    }
  }
}

/** Where the home lies is nobody's business. */
function lookOf({ language, appearance, textSize, calm }: Look): Look {
  return { language, appearance, textSize, calm }
}

/** Whoever can write Chromium's files may have written anything. */
function decode(text: string | null): Look | null {
  try {
    const { language, appearance, textSize, calm } = JSON.parse(text ?? '{}') as Record<string, unknown>
    if (language !== 'de' && language !== 'en') return null
    if (appearance !== 'system' && appearance !== 'light' && appearance !== 'dark') return null
    if (typeof textSize !== 'number' || !(textSize >= 90 && textSize <= 150) || typeof calm !== 'boolean') return null
    return { language, appearance, textSize, calm }
  } catch {
    return null
  }
}
