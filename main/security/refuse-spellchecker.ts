/** The spell checker fetches its dictionaries from the maker of Chromium, and tells which languages are read here. */

import type { Session } from 'electron'

export function refuseSpellchecker(session: Session): void {
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
}
