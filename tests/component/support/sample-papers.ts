/** Answers of the shell about papers and files that arrive. */

import type { Answers } from './client-double'

export function paperAnswers() {
  return {
    'papers.copy': () => ({}),
    'papers.save-text': () => ({}),
    'papers.save-pdf': () => ({}),
    'papers.print': () => ({ printed: true }),
    'files.arrived': () => []
  } satisfies Partial<Answers>
}
