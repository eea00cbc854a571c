/** Rows of a worksheet (ECMA-376, SpreadsheetML) as text, read as a stream of XML that is never whole in memory. */

import { SaxesParser } from 'saxes'
import { AppError } from '../../../app-error'
import { serialText } from '../serial-days'
import type { TableRow } from '../table/find-table'

const MOST_COLUMNS = 200
const MOST_ROWS = 1_048_576
/** One for each row of the largest sheet, and some. */
const MOST_STRINGS = 1_100_000
const LONGEST_TEXT = 1000
/** Worksheets nest seven deep, their extensions some more. */
const MAX_DEPTH = 64
/** Characters of one tag, text or comment, which the parser holds until it ends. */
const MAX_PIECE = 1024 * 1024
/** Characters given to the parser at once: what one step unpacks may be megabytes. */
const STEP = 64 * 1024

type Pieces = Iterable<Uint8Array>

/** Strings that cells refer to by number, with a step after each piece. @throws AppError spreadsheet-damaged. */
export function* sharedStrings(pieces: Pieces): Generator<void, string[]> {
  const strings: string[] = []
  let [text, isText, isPhonetic] = ['', false, false]
  const parser = streamed({
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      isText = name === 't' && !isPhonetic
    },
    text: (part) => {
      if (isText && text.length < LONGEST_TEXT) text += part
    },
    close: (name) => {
      if (name === 'rPh') isPhonetic = false
      if (name === 't') isText = false
      if (name === 'si' && strings.push(text.trim()) > MOST_STRINGS) throw new AppError('spreadsheet-damaged')
    }
  })
  for (const piece of pieces) {
    parser.write(piece)
    yield
  }
  parser.end()
  return strings
}

/** For each cell format whether it shows its number as a day or a time. @throws AppError spreadsheet-damaged. */
export function dateStyles(pieces: Pieces): boolean[] {
  const codes = new Map<string, string>()
  const styles: boolean[] = []
  let isCellFormats = false
  parse(pieces, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '')
      if (name === 'cellXfs') isCellFormats = true
      if (name === 'xf' && isCellFormats) styles.push(isDateFormat(attributes['numFmtId'] ?? '0', codes))
    },
    text: () => undefined,
    close: (name) => {
      if (name === 'cellXfs') isCellFormats = false
    }
  })
  return styles
}

function isDateFormat(id: string, codes: ReadonlyMap<string, string>): boolean {
  const number = Number(id)
  if ((number >= 14 && number <= 22) || (number >= 45 && number <= 47)) return true
  const code = (codes.get(id) ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./gu, '')
  return /[ymdhs]/iu.test(code) && !/general|standard/iu.test(code)
}

export type SheetContext = {
  readonly strings: readonly string[]
  readonly isDate: readonly boolean[]
  readonly is1904: boolean
}

/** Rows in batches, one for each piece; lines are the numbers of the rows. @throws AppError spreadsheet-damaged, file-too-many-rows. */
export function* sheetRows(pieces: Pieces, context: SheetContext): Generator<readonly TableRow[], void> {
  const rows: TableRow[] = []
  const state = { cells: [] as string[], column: 0, line: 0, rows: 0, type: '', style: 0, text: '', isValue: false }
  const parser = streamed({
    open: (name, attributes) => {
      if (name === 'row') {
        state.line = Number(attributes['r'] ?? state.line + 1)
        state.cells = []
        state.column = 0
      } else if (name === 'c') {
        state.column = attributes['r'] === undefined ? state.column : columnOf(attributes['r'])
        state.type = attributes['t'] ?? 'n'
        state.style = Number(attributes['s'] ?? '0')
        state.text = ''
      }
      state.isValue = name === 'v' || (name === 't' && state.type === 'inlineStr')
    },
    text: (part) => {
      if (state.isValue && state.text.length < LONGEST_TEXT) state.text += part
    },
    close: (name) => {
      if (name === 'v' || name === 't') state.isValue = false
      if (name === 'c') {
        if (state.column < MOST_COLUMNS) {
          while (state.cells.length < state.column) state.cells.push('')
          state.cells[state.column] = cellText(state.text, state.type, state.style, context)
        }
        state.column += 1
      }
      if (name !== 'row') return
      if (++state.rows > MOST_ROWS) throw new AppError('file-too-many-rows', { limit: MOST_ROWS })
      if (state.cells.length > 0) rows.push({ line: state.line, cells: state.cells })
    }
  })
  for (const piece of pieces) {
    parser.write(piece)
    yield rows.splice(0)
  }
  parser.end()
  if (rows.length > 0) yield rows.splice(0)
}

function cellText(text: string, type: string, style: number, { strings, isDate, is1904 }: SheetContext): string {
  if (type === 's') return strings[Number(text)] ?? ''
  if (type !== 'n') return type === 'e' ? '' : text.trim()
  if (text === '') return ''
  if (isDate[style] === true && /^\d{1,7}(?:\.\d+)?(?:E-?\d+)?$/u.test(text)) return serialText(Number(text), is1904)
  return numberText(text)
}

/** Spreadsheets hold numbers as binary floats: 1.0900000000000001 is what 1.09 becomes; 15 digits are what was meant. */
function numberText(text: string): string {
  const value = Number(text)
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : text
}

function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/u.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return Math.max(0, column - 1)
}

export type XmlHandlers = {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text: (text: string) => void
  readonly close: (name: string) => void
}

export function parse(pieces: Pieces, handlers: XmlHandlers): void {
  const parser = streamed(handlers)
  for (const piece of pieces) parser.write(piece)
  parser.end()
}

/**
 * A document type could define entities that grow without end; no spreadsheet has one. What the parser itself keeps, open
 * elements and the piece it is in, is bounded: a megabyte packed can be 200 of them.
 */
function streamed(handlers: XmlHandlers): { readonly write: (piece: Uint8Array) => void; readonly end: () => void } {
  const decoder = new TextDecoder('utf-8')
  const parser = new SaxesParser({ xmlns: false })
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  const refuse = (): never => {
    throw new AppError('spreadsheet-damaged')
  }
  let [depth, sincePiece] = [0, 0]
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', (tag) => {
    sincePiece = 0
    if (++depth > MAX_DEPTH) refuse()
    handlers.open(local(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    sincePiece = 0
    depth -= 1
    handlers.close(local(tag.name))
  })
  parser.on('text', (text) => {
    sincePiece = 0
    handlers.text(text)
  })
  return {
    write: (piece) => {
      const text = decoder.decode(piece, { stream: true })
      for (let at = 0; at < text.length; at += STEP) {
        sincePiece += STEP
        parser.write(text.slice(at, at + STEP))
        if (sincePiece > MAX_PIECE) refuse()
      }
    },
    end: () => void parser.close()
  }
}
