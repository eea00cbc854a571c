/** Questions to a small tree of XML. */

import type { XmlNode } from './read-xml'

/** The first child of that name, whatever its namespace. */
export function child(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((one) => one.name === name)
}

export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((one) => one.name === name)
}

/** Text of the element that a path of names leads to; undefined where it is not there. */
export function textAt(node: XmlNode, ...path: readonly string[]): string | undefined {
  let found: XmlNode | undefined = node
  for (const name of path) found = found && child(found, name)
  return found?.text
}

/** A whole number of at most 18 digits, as text has it; undefined for anything else. */
export function wholeNumber(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[+-]?\d{1,18}$/u.test(text) ? BigInt(text) : undefined
}

/** A whole number that fits; undefined for anything else. */
export function smallNumber(text: string | undefined, least: number, most: number): number | undefined {
  const value = wholeNumber(text)
  return value !== undefined && value >= BigInt(least) && value <= BigInt(most) ? Number(value) : undefined
}
