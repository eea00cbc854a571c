/** Finding things the way a screen reader does: by role and name. */

const ROLES: Readonly<Record<string, string>> = {
  button: 'button, summary, [role=button]',
  link: 'a[href], [role=link]',
  heading: 'h1, h2, h3, [role=heading]',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  textbox: 'input[type=text], input[type=password], input[type=date], input[type=month], input:not([type]), textarea',
  combobox: 'select, [role=combobox]',
  row: 'tr',
  table: 'table',
  dialog: 'dialog',
  navigation: 'nav',
  main: 'main',
  image: '[role=img]',
  progressbar: 'progress',
  region: '[role=region], section[aria-label]'
}

export function allByRole(root: ParentNode, role: string, name?: string | RegExp): HTMLElement[] {
  const selector = ROLES[role] ?? `[role=${role}]`
  return [...root.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => name === undefined || matches(nameOf(element), name)
  )
}

/** @throws Error unless there is exactly one. */
export function byRole(root: ParentNode, role: string, name?: string | RegExp): HTMLElement {
  const found = allByRole(root, role, name)
  const [only] = found
  if (!only || found.length > 1) {
    const names = allByRole(root, role).map(nameOf)
    throw new Error(`${found.length} of role ${role} named ${String(name)}; there are: ${names.join(' | ')}`)
  }
  return only
}

export function nameOf(element: Element): string {
  const labelledBy = element.getAttribute('aria-labelledby')
  if (labelledBy)
    return labelledBy
      .split(' ')
      .map((id) => textOf(document.getElementById(id)))
      .join(' ')
  const label = element.getAttribute('aria-label')
  if (label) return label
  if (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  ) {
    return [...(element.labels ?? [])].map(textOf).join(' ')
  }
  return textOf(element)
}

export function textOf(element: Element | null): string {
  return (element?.textContent ?? '').replace(/\s+/gu, ' ').trim()
}

/**
 * What every page must hold in every state. axe looks at the real window in tests/e2e; this is what can be seen
 * without a browser.
 */
export function faultsOf(root: ParentNode): string[] {
  const faults: string[] = []
  const unnamed = [
    ...root.querySelectorAll(
      'button, a[href], input, select, [role=img], [role=application], [role=region], [role=slider], dialog, nav, progress'
    )
  ]
  for (const element of unnamed.filter((one) => nameOf(one) === ''))
    faults.push(`no name: ${element.outerHTML.slice(0, 120)}`)
  const ids = [...root.querySelectorAll('[id]')].map((element) => element.id)
  for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) faults.push(`id twice: ${id}`)
  if (root.querySelectorAll('h1').length !== 1) faults.push('not one h1')
  for (const cell of root.querySelectorAll('th:not([scope])')) faults.push(`th without scope: ${textOf(cell)}`)
  for (const svg of root.querySelectorAll('svg:not([role]):not([aria-hidden])'))
    faults.push(`svg unspoken: ${svg.outerHTML.slice(0, 80)}`)
  for (const raw of textOf(root as Element).match(/\b(?:codes|bills|group|readings|settings)\.[a-z][\w.-]+/gu) ?? [])
    faults.push(`raw key: ${raw}`)
  return faults
}

function matches(name: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? name === wanted : wanted.test(name)
}
