import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Output } from '../../../cli/command'
import { billCommand } from '../../../cli/commands/bill'
import { openCliHousehold } from '../../../cli/open-cli-household'
import { temporaryFolder } from '../../support/temporary-folder'

const LINE = { name: 'Arbeitspreis', kind: 'energy', energy: 312_000_000, price: 300_000_000, amount: 9360 }
const BILL = {
  ...{ supplier: 'Stromwerk Musterau', number: 'RE-1', first: '2025-12-01', last: '2025-12-31', meterId: null },
  ...{ lines: [LINE], registerStart: null, registerEnd: null, net: 9360, vatRate: 1900, vat: 1778, total: 11_138 }
}

async function compare(folder: string, bill: unknown, more: Record<string, boolean> = {}) {
  const file = join(folder, 'bill.json')
  writeFileSync(file, JSON.stringify(bill))
  const said: string[] = []
  let value: unknown = null
  const output: Output = {
    json: false,
    say: () => undefined,
    progress: () => undefined,
    result: (result, asText) => {
      value = result
      said.push(...asText())
    }
  }
  const code = await billCommand.run({ positionals: ['compare', file], values: { household: folder, ...more } }, output)
  return { code, value, said }
}

async function kept(folder: string): Promise<number> {
  const household = openCliHousehold({ folder, create: true })
  try {
    return (await household.app.procedures['ordinary.list']({})).length
  } finally {
    await household.close()
  }
}

it('compares a bill without seals, names what differs, never calls it verified, and keeps it only when asked', async () => {
  const folder = temporaryFolder()
  expect(await kept(folder)).toBe(0)
  const right = await compare(folder, BILL)
  expect([right.code, right.said[0], right.said.at(-1)]).toEqual([
    0,
    'Compared, not verified: this bill carries no seal.',
    'Nothing differs.'
  ])
  expect(right.value).toMatchObject({ verified: false })
  expect(right.said).toContain('  ? there are no readings of this period here')
  expect(await kept(folder)).toBe(0)
  const wrong = await compare(folder, { ...BILL, lines: [{ ...LINE, amount: 9460 }] }, { keep: true })
  expect([wrong.code, wrong.said.at(-1)]).toEqual([1, '2 points differ.'])
  expect(wrong.said).toContain('  ! line 1, Arbeitspreis: quantity times price gives €93.60, billed €94.60')
  expect(wrong.said).toContain('  ! the lines add up to €94.60, billed €93.60')
  expect(await kept(folder)).toBe(1)
  await expect(compare(folder, { ...BILL, total: '111.38' })).rejects.toMatchObject({
    code: 'ordinary-bill-unreadable',
    params: { place: 'total' }
  })
  await expect(compare(folder, 'no bill')).rejects.toThrow('ordinary-bill-unreadable')
}, 30_000)

it('takes the file of docs/ordinary-bills.md, in which nothing contradicts itself', async () => {
  const page = readFileSync(new URL('../../../docs/ordinary-bills.md', import.meta.url), 'utf8')
  const example = JSON.parse(/```json\n([^`]+)```/u.exec(page)?.[1] ?? 'null') as typeof BILL
  const folder = temporaryFolder()
  expect(await kept(folder)).toBe(0)
  const { code, said } = await compare(folder, example)
  expect([code, said.at(-1)]).toEqual([0, 'Nothing differs.'])
})
