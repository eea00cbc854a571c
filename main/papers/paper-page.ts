/** A paper as a page of its own: plain HTML without a script, every text escaped. */

import type { Paper, PaperBlock } from '../../app/contract'

/** @param style address of the style sheet */
export function paperPage({ language, title, blocks }: Paper, style: string): string {
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escaped(title)}</title><link rel="stylesheet" href="${escaped(style)}"></head>`,
    `<body><main>${blocks.map(blockHtml).join('\n')}</main></body>`,
    '</html>'
  ].join('\n')
}

function blockHtml(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h1>${escaped(block.text)}</h1>`
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`
    case 'note':
      return `<p class="note">${escaped(block.text)}</p>`
    case 'lines':
      return `<p class="${block.atEnd ? 'lines end' : 'lines'}">${block.lines.map(escaped).join('<br>')}</p>`
    case 'facts':
      return `<table class="facts"><tbody>${block.rows
        .map(([label, value]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>`)
        .join('')}</tbody></table>`
    case 'table':
      return tableHtml(block)
    case 'bytes':
      return `<p class="bytes">${escaped(block.text)}</p>`
  }
}

function tableHtml({ head, rows, figuresFrom }: Extract<PaperBlock, { kind: 'table' }>): string {
  const figure = (column: number): string => (column >= figuresFrom ? ' class="figure"' : '')
  const headings = head.map((text, column) => `<th scope="col"${figure(column)}>${escaped(text)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${row.map((text, column) => `<td${figure(column)}>${escaped(text)}</td>`).join('')}</tr>`)
    .join('')
  return `<table><thead><tr>${headings}</tr></thead><tbody>${body}</tbody></table>`
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => SIGNS[sign] ?? '')
}
