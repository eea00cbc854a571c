/** A small PDF with the given lines as text, one page each list; uncompressed, so that tests can break it anywhere. */

export function makePdf(pages: readonly (readonly string[])[]): Uint8Array {
  const objects: string[] = []
  const add = (body: string): number => objects.push(body)
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  const parent = pages.length * 2 + 2
  const kids = pages.map((lines) => {
    const content = add(streamOf(lines))
    return add(
      `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`
    )
  })
  const root = add(`<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`)
  const catalog = add(`<< /Type /Catalog /Pages ${root} 0 R >>`)
  return assemble(objects, catalog)
}

function streamOf(lines: readonly string[]): string {
  const shown = lines.map((line, index) => `BT /F1 11 Tf 50 ${790 - index * 15} Td (${escaped(line)}) Tj ET`)
  const content = shown.join('\n')
  return `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`
}

/** WinAnsi has the euro sign at 0x80; the rest of what a bill needs is Latin-1. */
function escaped(line: string): string {
  return line.replace(/[\\()]/gu, '\\$&').replaceAll('€', '\\200')
}

function assemble(objects: readonly string[], catalog: number): Uint8Array {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((body, index) => {
    const at = Buffer.byteLength(file, 'latin1')
    file += `${index + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const start = Buffer.byteLength(file, 'latin1')
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return new Uint8Array(Buffer.from(file, 'latin1'))
}
