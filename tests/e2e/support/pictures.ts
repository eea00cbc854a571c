/** Stores pictures of a page in light and dark, German and English, to be laid beside the design. */

import path from 'node:path'
import type { Page } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'

const FOLDER = path.resolve(import.meta.dirname, '../../../test-results/pages')
const LANGUAGES = ['de', 'en'] as const
const SCHEMES = ['light', 'dark'] as const

/**
 * Writes test-results/pages/NAME-LANGUAGE-SCHEME.png and leaves the page in English and in light.
 * @param look called for each combination, before its picture (axe, for one)
 */
export async function takePictures(page: Page, name: string, look?: () => Promise<void>): Promise<void> {
  for (const language of LANGUAGES) {
    await speak(page, language)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: path.join(FOLDER, `${name}-${language}-${colorScheme}.png`) })
      await look?.()
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** Changes the language as the settings page does, and waits until the page speaks it. */
export async function speak(page: Page, language: 'de' | 'en'): Promise<void> {
  await page.evaluate(async (wanted) => {
    const { wattveil } = window as unknown as { readonly wattveil: WindowBridge }
    await wattveil.client['settings.change']({ language: wanted })
  }, language)
  await page.locator(`html[lang="${language}"]`).waitFor()
}
