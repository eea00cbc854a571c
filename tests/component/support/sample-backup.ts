/** Answers of the backup procedures: written once, two copies kept. */

import type { Answers } from './client-double'
import { NOW } from './sample-readings'

export const SAMPLE_WORDS = [
  ...['legal', 'winner', 'thank', 'year', 'wave', 'sausage'],
  ...['worth', 'useful', 'legal', 'winner', 'thank', 'yellow']
]

export function backupAnswers(): Pick<Answers, Extract<keyof Answers, `backup.${string}`>> {
  return {
    'backup.state': () => ({
      writtenAt: NOW - 86_400,
      copies: [
        { name: 'daily-20260519', at: NOW - 3600, bytes: 4_210_688 },
        { name: 'daily-20260518', at: NOW - 90_000, bytes: 4_198_400 }
      ]
    }),
    'backup.words': () => ({ words: SAMPLE_WORDS }),
    'backup.write': () => ({ bytes: 1_230_000 }),
    'backup.move': () => ({ bytes: 1_230_000 }),
    'backup.restore': () => ({ madeAt: NOW - 86_400 }),
    'backup.return': () => ({ madeAt: NOW - 3600 }),
    'backup.cancel': () => ({})
  }
}
