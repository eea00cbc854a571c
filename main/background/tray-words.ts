/** The few words beside the clock; everything else is said by the page, in its locales. */

import type { Participation } from '../../app/contract/background'

type Words = Readonly<Record<Participation['state'] | 'open' | 'quit', string>>

export const TRAY_WORDS: Readonly<Record<Participation['language'], Words>> = {
  de: {
    none: 'Dieses Haus ist in keiner Gruppe',
    'taking-part': 'Dieses Haus nimmt teil: {group}',
    enrolling: 'Anmeldung läuft: {group}',
    unreachable: 'Sammelstelle nicht erreichbar, wird wieder versucht: {group}',
    paused: 'Angehalten, wartet auf Sie: {group}',
    moved: 'Ein anderer PC nimmt für dieses Haus teil: {group}',
    rejected: 'Die Sammelstelle nimmt dieses Haus nicht an: {group}',
    open: 'Wattveil öffnen',
    quit: 'Beenden'
  },
  en: {
    none: 'This home is in no group',
    'taking-part': 'This home takes part: {group}',
    enrolling: 'Enrolling: {group}',
    unreachable: 'Collector not reached, trying again: {group}',
    paused: 'Stopped, waiting for you: {group}',
    moved: 'Another PC takes part for this home: {group}',
    rejected: 'The collector does not take this home: {group}',
    open: 'Open Wattveil',
    quit: 'Quit'
  }
}

export function participationWords({ state, group, language }: Participation): string {
  return TRAY_WORDS[language][state].replace('{group}', () => group ?? '')
}
