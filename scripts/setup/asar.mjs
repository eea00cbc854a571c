/** Writes an asar archive of small files (format: electron/asar README, "Format"); enough for one shim. */

import { writeFileSync } from 'node:fs'

/**
 * @param {string} target
 * @param {Record<string, string>} files name (no folders) to content
 */
export function writeAsar(target, files) {
  /** @type {Record<string, { size: number, offset: string }>} */
  const entries = {}
  const bodies = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content)
    entries[name] = { size: body.length, offset: String(offset) }
    bodies.push(body)
    offset += body.length
  }
  const json = Buffer.from(JSON.stringify({ files: entries }))
  const padding = (4 - (json.length % 4)) % 4
  // Chromium pickles: a length before each payload, payloads padded to four bytes.
  const head = Buffer.alloc(16)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(json.length + padding + 8, 4)
  head.writeUInt32LE(json.length + padding + 4, 8)
  head.writeUInt32LE(json.length, 12)
  writeFileSync(target, Buffer.concat([head, json, Buffer.alloc(padding), ...bodies]))
}
