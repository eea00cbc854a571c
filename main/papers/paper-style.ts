/** How a paper looks in print: the window's type on white, black ink, nothing that needs colour (docs/look.md 4). */

/** @param font address of the window's font, or null where it was not found */
export function paperStyle(font: string | null): string {
  const face = font
    ? `@font-face { font-family: 'Paper'; src: url('${font}') format('woff2'); font-weight: 100 900; }\n`
    : ''
  return face + RULES
}

const RULES = `
:root { color-scheme: light; }
* { box-sizing: border-box; margin: 0; }
body { background: #fff; color: #10201f; font: 400 10.5pt/15.5pt 'Paper', system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 22pt 0 8pt; font-size: 14pt; line-height: 18pt; font-weight: 620; letter-spacing: -0.01em; break-after: avoid; }
p { margin: 0 0 8pt; max-width: 62ch; white-space: pre-line; }
.lines { margin: 0 0 22pt; break-inside: avoid; }
.lines.end { margin-left: auto; text-align: right; }
.note { margin-top: 12pt; font-size: 8.5pt; line-height: 12pt; color: #40514f; }
.bytes { font: 8.5pt/12pt ui-monospace, 'DejaVu Sans Mono', monospace; max-width: none; overflow-wrap: anywhere; }
table { width: 100%; margin: 4pt 0 12pt; border-collapse: collapse; font-size: 9.5pt; line-height: 13pt; }
th { padding: 4pt 0 4pt 10pt; border-bottom: 0.75pt solid #7d8e8a; font-weight: 450; text-align: left; color: #40514f; }
td { padding: 4pt 0 4pt 10pt; border-bottom: 0.5pt solid #c3cecb; text-align: left; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; }
.figure { text-align: right; white-space: nowrap; }
tr { break-inside: avoid; }
.facts th { width: 34%; border-bottom: 0.5pt solid #c3cecb; vertical-align: top; }
.facts td { overflow-wrap: anywhere; }
`
