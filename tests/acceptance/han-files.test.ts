/** Answers of gateways over their own interfaces, kept as files: single states and descriptions, refused by name. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readingHousehold } from '../support/reading-household'
import { describeWithData } from '../support/shared-data'

describeWithData('answers of gateways', (shared) => {
  const folder = join(shared, 'han')
  const files = shared === '' ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'))

  it('are there to be looked at', () => {
    expect(files.length).toBeGreaterThan(0)
    expect(readdirSync(folder).filter((file) => !files.includes(file))).toEqual([])
  })

  for (const file of files) {
    it(`refuses ${file}: one state of a register is no energy, and JSON no format of readings`, async () => {
      const home = readingHousehold()
      const bytes = readFileSync(join(folder, file))
      const [result] = await home.procedures['readings.import']({ files: [home.documents.put(file, bytes)] })
      expect(result).toMatchObject({ meters: [], refused: { code: 'file-other-kind', params: { kind: 'json' } } })
      expect(home.store.spans()).toEqual([])
    })
  }
})
