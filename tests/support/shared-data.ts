/**
 * Optional data beside the checkout: official test vectors and real readings, too large or too foreign
 * to be committed. Tests that need it say so and are left out where it is absent.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { SHARED_DATA_VARIABLE, sharedDataPath } from './shared-data-path'

/** `describe` with the folder of the data; left out, with the reason in its name, where there is none. */
export function describeWithData(name: string, suite: (folder: string) => void): void {
  const folder = sharedDataPath()
  if (folder === undefined) {
    describe.skip(`${name} (left out: no shared data, set ${SHARED_DATA_VARIABLE} to its folder)`, () => {
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
