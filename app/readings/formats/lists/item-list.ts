/** What can be walked through and asked for by place: an array, or a list that holds its items packed. */

export type ItemList<Item> = Iterable<Item> & {
  readonly length: number
  at(index: number): Item | undefined
}

export type GrowingList<Item> = ItemList<Item> & { push(item: Item): void }

/** A list over whatever makes its items when they are asked for. */
export function listOver<Item>(length: () => number, make: (index: number) => Item): ItemList<Item> {
  const at = (index: number): Item | undefined => {
    const place = index < 0 ? length() + index : index
    return place >= 0 && place < length() ? make(place) : undefined
  }
  return {
    get length() {
      return length()
    },
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < length(); index++) yield make(index)
    }
  }
}

/** Items `from` to before `to`; the list must not shrink. */
export function sliceOf<Item>(list: ItemList<Item>, from: number, to: number): ItemList<Item> {
  return listOver(
    () => to - from,
    (index) => list.at(from + index) as Item
  )
}

/** One list after the other. */
export function joinedLists<Item>(lists: readonly ItemList<Item>[]): Iterable<Item> & { readonly length: number } {
  const [only] = lists
  if (only && lists.length === 1) return only
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    *[Symbol.iterator]() {
      for (const list of lists) yield* list
    }
  }
}

/** A number of each; `Float64Array.from` would hold all items at once first. */
export function numbersOf<Item>(
  items: Iterable<Item> & { readonly length: number },
  of: (item: Item) => number
): Float64Array {
  const numbers = new Float64Array(items.length)
  let next = 0
  for (const item of items) numbers[next++] = of(item)
  return numbers
}

export function countOf<Item>(items: Iterable<Item>, isMeant: (item: Item) => boolean): number {
  let count = 0
  for (const item of items) if (isMeant(item)) count += 1
  return count
}
