/**
 * Optional data beside the checkout: official test vectors and real readings, too large or too foreign
 * to be committed. Tests that need it say so and are left out where it is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))
const VARIABLE = 'WATTVEIL_SHARED_DATA'

/** The folder named by WATTVEIL_SHARED_DATA, else ../shared/data of the checkout; undefined where neither is there. */
export function sharedDataPath(): string | undefined {
  const folder = process.env[VARIABLE] ?? resolve(REPOSITORY, '..', 'shared', 'data')
  return existsSync(folder) ? folder : undefined
}

/** `describe` with the folder of the data; left out, with the reason in its name, where there is none. */
export function describeWithData(name: string, suite: (folder: string) => void): void {
  const folder = sharedDataPath()
  if (folder === undefined) {
    describe.skip(`${name} (left out: no shared data, set ${VARIABLE} to its folder)`, () => {
      it('needs the shared data', () => suite(''))
    })
  } else {
    describe(name, () => suite(folder))
  }
}

/** Reads a JSON file of the data; its shape is the caller's claim. */
export function readSharedJson<Shape>(folder: string, ...path: string[]): Shape {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as Shape
}
