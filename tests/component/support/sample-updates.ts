/** Answers about newer versions of the program: a build without updates. */

import type { UpdateState } from '../../../app/contract'

export const NO_UPDATES: UpdateState = {
  possible: false,
  on: false,
  asked: false,
  version: '0.1.0',
  phase: 'idle',
  newer: null,
  percent: null,
  failure: null,
  install: 'restart'
}

export function updateAnswers() {
  const state = (): UpdateState => NO_UPDATES
  return {
    'updates.state': state,
    'updates.change': state,
    'updates.look': state,
    'updates.download': state,
    'updates.install': () => ({})
  }
}
