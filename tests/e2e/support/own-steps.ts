/** Steps that several specs take with a program of their own. */

import { writeFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { OwnProgram } from './own-program'

/** Of the meter that `importDay` brings. */
export const METER = '1EMH0012345678'

/** A day of quarter hours in the program's own format, chosen at the first start. @param file where it is written */
export async function importDay({ page, openWith }: OwnProgram, file: string): Promise<void> {
  const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00')
  const rows = Array.from({ length: 96 }, (_, index) => {
    const start = 1_780_000_200 + index * 900
    return `${stamp(start)},${stamp(start + 900)},0.${String(100 + index)},0.000,measured`
  })
  const head = ['# wattveil-readings 1', `# meter: ${METER}`, '# zone: UTC', '# unit: kWh']
  const lines = [...head, 'start,end,drawn,fed-in,quality', ...rows, '# end: 96 rows', '']
  writeFileSync(file, lines.join('\r\n'))
  await openWith([file])
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Readings')
}

/**
 * Writes a backup from Settings. @returns the twelve words that were shown
 * @param look called while the words stand there
 */
export async function writeBackup(program: OwnProgram, file: string, look?: () => Promise<void>): Promise<string> {
  const { page } = program
  await page.getByRole('link', { name: 'Settings' }).click({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Write a backup' }).click()
  const dialog = page.getByRole('dialog', { name: 'Write a backup' })
  await expect(dialog.getByRole('listitem')).toHaveCount(12)
  await look?.()
  const words = (await dialog.getByRole('listitem').allInnerTexts()).join(' ')
  await program.saveTo(file)
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Choose a place and write' }).click()
  await expect(page.getByText('The backup is written.')).toBeVisible({ timeout: 30_000 })
  return words
}
