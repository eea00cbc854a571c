/** Stores pictures of a page in light and dark, German and English, to be laid beside the design. */

import path from 'node:path'
import type { Page } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'

const FOLDER = path.resolve(import.meta.dirname, '../../../test-results/pages')
/** For docs/: written only when asked, so that a test run leaves the checkout as it was. */
const DOCS = path.resolve(import.meta.dirname, '../../../docs/images')
const isForDocs = (): boolean => process.env['WATTVEIL_WRITE_PICTURES'] === '1'
const LANGUAGES = ['de', 'en'] as const
const SCHEMES = ['light', 'dark'] as const

/**
 * Writes test-results/pages/NAME-LANGUAGE-SCHEME.png and leaves the page in English and in light.
 * @param look called for each language and for each light (axe, for one): colours go by one, words by the other. With
 *   WATTVEIL_FULL for each combination
 * @param inDocs also kept in docs/images, where WATTVEIL_WRITE_PICTURES=1 asks for it
 */
export async function takePictures(
  page: Page,
  name: string,
  look?: () => Promise<void>,
  inDocs = false
): Promise<void> {
  for (const language of LANGUAGES) {
    await speak(page, language)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: path.join(FOLDER, `${name}-${language}-${colorScheme}.png`) })
      if (inDocs && isForDocs())
        await page.screenshot({ path: path.join(DOCS, `${name}-${language}-${colorScheme}.png`) })
      if (isLookedAt(language, colorScheme)) await look?.()
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

function isLookedAt(language: (typeof LANGUAGES)[number], scheme: (typeof SCHEMES)[number]): boolean {
  return process.env['WATTVEIL_FULL'] !== undefined || (language === 'de') === (scheme === 'light')
}

/** Changes the language as the settings page does, and waits until the page speaks it. */
export async function speak(page: Page, language: 'de' | 'en'): Promise<void> {
  await page.evaluate(async (wanted) => {
    const { wattveil } = window as unknown as { readonly wattveil: WindowBridge }
    await wattveil.client['settings.change']({ language: wanted })
  }, language)
  await page.locator(`html[lang="${language}"]`).waitFor()
}

/** The page as it is, in one language and one light: for where there is no core to change the language. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), fullPage: true })
}
