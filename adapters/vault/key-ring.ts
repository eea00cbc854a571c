/** The database's key as it is kept: with the one before it, until the database has changed over. */

/** 24 random bytes are 32 characters, of which libsql uses exactly 32 (docs/platform-notes.md 10). */
const FORM = /^([A-Za-z0-9+/]{32})(?:\n([A-Za-z0-9+/]{32}))?\n?$/u

export type KeyRing = {
  /** 32 characters. Secret. */
  readonly key: string
  /** Of a change that may not have reached the database yet. Secret. */
  readonly previous: string | null
}

export function encodeKeyRing({ key, previous }: KeyRing): string {
  return `${[key, ...(previous === null ? [] : [previous])].join('\n')}\n`
}

/** @returns null for anything else than a key or two. */
export function decodeKeyRing(text: string): KeyRing | null {
  const [, key, previous = null] = FORM.exec(text) ?? []
  return key === undefined ? null : { key, previous }
}
