/**
 * XML as a stream: elements that hold others are walked into, the rest is handed over as small trees and forgotten.
 * A document type is refused at once, so there are no entities but the five of XML and nothing is ever fetched;
 * depth, tree and length of any one piece are bounded (docs/xml-formats.md 1).
 */

import { SaxesParser, type SaxesTagNS } from 'saxes'
import { AppError } from '../../../app-error'
import { createXmlBytes } from './decode-xml-bytes'

/** Green Button files nest ten deep, AR 2418-6 nine. */
const MAX_DEPTH = 32
/** Elements of one tree; a tariff's day has 96 switch times. */
const MAX_NODES = 20_000
/** Characters of one text, tag or comment; a certificate is a few thousand. */
const MAX_PIECE = 1024 * 1024
/** Of the half a million leaves of a year of minutes, shared: making one for each was a tenth of an import. */
const NO_CHILDREN = Object.freeze<XmlNode[]>([]) as XmlNode[]
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({})

export type XmlNode = {
  /** Without prefix. */
  readonly name: string
  readonly namespace: string
  /** By local name. */
  readonly attributes: Readonly<Record<string, string>>
  /** Text directly inside, trimmed. */
  readonly text: string
  readonly children: readonly XmlNode[]
  readonly line: number
}

export type XmlHandler = {
  /** True for an element whose children come one by one; false for one that is wanted whole. */
  isContainer(name: string, namespace: string): boolean
  open(name: string, line: number): void
  node(node: XmlNode): void
  close(name: string, line: number): void
}

export type XmlReader = { write(bytes: Uint8Array): void; end(): void }

type GrowingNode = Omit<XmlNode, 'text' | 'children'> & { text: string; children: XmlNode[] }

type ReaderState = {
  depth: number
  /** Open elements of the tree that is being gathered; empty while walking. */
  readonly tree: GrowingNode[]
  nodes: number
  /** Characters given to the parser, and how many of them it had taken when the last piece ended. */
  given: number
  pieceAt: number
  readonly handler: XmlHandler
  readonly line: () => number
}

/**
 * Both methods throw AppError xml-malformed, xml-doctype, xml-too-deep, xml-too-long { line }, xml-encoding,
 * file-not-text, and whatever the handler throws.
 */
export function createXmlReader(handler: XmlHandler): XmlReader {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const state: ReaderState = { depth: 0, tree: [], nodes: 0, given: 0, pieceAt: 0, handler, line: () => parser.line }
  const bytes = createXmlBytes()
  listen(parser, state)
  const parse = (text: string): void => {
    state.given += text.length
    try {
      parser.write(text)
    } catch (error) {
      // Without a listener of its own the parser throws its complaints, with words that nobody translates.
      throw error instanceof AppError ? error : refused('xml-malformed', parser.line)
    }
    // Between two pieces of text the parser counts the last one twice in `position`.
    if (state.given - state.pieceAt > MAX_PIECE) throw refused('xml-too-long', parser.line)
  }
  return {
    write: (chunk) => parse(bytes.write(chunk)),
    end: () => {
      parse(bytes.end())
      try {
        parser.close()
      } catch (error) {
        throw error instanceof AppError ? error : refused('xml-malformed', parser.line)
      }
    }
  }
}

/** Five listeners: with seven, saxes 6 keeps itself in a slower kind of object and takes four times as long. */
function listen(parser: SaxesParser<{ xmlns: true; position: true }>, state: ReaderState): void {
  const piece = (): void => {
    state.pieceAt = parser.position
  }
  parser.on('doctype', () => {
    throw refused('xml-doctype', parser.line)
  })
  parser.on('text', (text) => {
    piece()
    addText(state, text)
  })
  parser.on('cdata', (text) => {
    piece()
    addText(state, text)
  })
  parser.on('opentag', (tag) => {
    piece()
    openElement(state, tag)
  })
  parser.on('closetag', (tag) => {
    piece()
    closeElement(state, tag)
  })
}

function openElement(state: ReaderState, { local, uri, attributes }: SaxesTagNS): void {
  state.depth += 1
  if (state.depth > MAX_DEPTH) throw refused('xml-too-deep', state.line())
  if (state.tree.length === 0 && state.handler.isContainer(local, uri)) {
    state.handler.open(local, state.line())
    return
  }
  state.nodes = state.tree.length === 0 ? 1 : state.nodes + 1
  if (state.nodes > MAX_NODES) throw refused('xml-too-long', state.line())
  const node: GrowingNode = {
    name: local,
    namespace: uri,
    attributes: namedOf(attributes),
    text: '',
    line: state.line(),
    children: NO_CHILDREN
  }
  state.tree.push(node)
}

function namedOf(attributes: SaxesTagNS['attributes']): Readonly<Record<string, string>> {
  let named: Record<string, string> | null = null
  for (const key in attributes) {
    const attribute = attributes[key]
    if (attribute) (named ??= {})[attribute.local] = attribute.value
  }
  return named ?? NO_ATTRIBUTES
}

function addText(state: ReaderState, text: string): void {
  const node = state.tree.at(-1)
  if (!node) return
  node.text += text
  if (node.text.length > MAX_PIECE) throw refused('xml-too-long', state.line())
}

function closeElement(state: ReaderState, { local }: SaxesTagNS): void {
  state.depth -= 1
  const node = state.tree.pop()
  if (!node) {
    state.handler.close(local, state.line())
    return
  }
  node.text = node.text.trim()
  const parent = state.tree.at(-1)
  if (!parent) state.handler.node(node)
  else if (parent.children === NO_CHILDREN) parent.children = [node]
  else parent.children.push(node)
}

function refused(code: string, line: number): AppError {
  return new AppError(code, { line })
}
