/** English sentences for the failures a command line can meet: what happened and what to do next. */

const SENTENCES: Readonly<Record<string, string>> = {
  'database-wrong-key':
    'The key does not fit this database. Nothing was changed. Is the key file next to it the right one?',
  'database-damaged': 'The database is damaged and was not opened. Nothing was changed. Restore it from a copy.',
  'database-locked': 'Another Wattveil has this database open. Close it and try again. Nothing was changed.',
  'disk-full': 'The disk is full. Nothing was half written. Make room and try again.',
  'file-unreadable': 'The file cannot be read: {name}.',
  'file-unwritable': 'The file cannot be written: {name}. Nothing was changed.',
  'no-household': 'There is no household in {directory}. `wattveil demo --out DIR` makes one; `wattveil import` too.',
  'simulation-failed':
    'A process of the neighbourhood ended: {name}. Run the command again; what it printed stands above.',
  system: 'The system refused: {detail}.'
}

export function sentenceOf(failure: {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}): string {
  const template = SENTENCES[failure.code]
  if (!template) {
    const details = Object.entries(failure.params).map(([name, value]) => `${name}: ${value}`)
    return [failure.code.replaceAll('-', ' '), ...details].join('; ')
  }
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => String(failure.params[name] ?? ''))
}
