import { describe, expect, it } from 'vitest'
import type { Paper } from '../../../app/contract'
import { paper as paperSchema } from '../../../app/contract/papers'
import { paperPage } from '../../../main/papers/paper-page'

const HOSTILE = `<script>alert(1)</script><img src=x onerror="x"> & 'quote' "double"`

const everyBlock: Paper = {
  language: 'de',
  title: HOSTILE,
  blocks: [
    { kind: 'heading', text: HOSTILE },
    { kind: 'paragraph', text: HOSTILE },
    { kind: 'note', text: HOSTILE },
    { kind: 'lines', lines: [HOSTILE, HOSTILE], atEnd: true },
    { kind: 'facts', rows: [[HOSTILE, HOSTILE]] },
    { kind: 'table', head: [HOSTILE, 'b'], rows: [[HOSTILE, '1']], figuresFrom: 1 },
    { kind: 'bytes', text: HOSTILE }
  ]
}

describe('the page of a paper', () => {
  it('escapes every text, whatever block it stands in', () => {
    const html = paperPage(paperSchema.parse(everyBlock), '/paper/paper.css')
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;script&gt;/gu)).toHaveLength(11)
    expect(html).toContain('<html lang="de">')
  })

  it('loads its style sheet and nothing else', () => {
    const html = paperPage(everyBlock, '/paper/paper.css')
    expect(html.match(/(?:href|src)="[^"]*"/gu)).toEqual(['href="/paper/paper.css"'])
  })

  it('sets figures apart from words', () => {
    const html = paperPage(everyBlock, '/paper/paper.css')
    expect(html).toContain('<td class="figure">1</td>')
  })
})
