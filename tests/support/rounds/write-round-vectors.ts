/** Writes tests/vectors/rounds: `node --import tsx tests/support/rounds/write-round-vectors.ts`. */

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { roundVectors } from './round-vectors'

const folder = fileURLToPath(new URL('../../vectors/rounds/', import.meta.url))
mkdirSync(folder, { recursive: true })
for (const old of readdirSync(folder).filter((name) => name.endsWith('.json'))) rmSync(`${folder}${old}`)
for (const { name, ...vector } of await roundVectors()) {
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify({ name, ...vector }, null, 2)}\n`)
}
