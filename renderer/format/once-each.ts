/** Makes a thing at the first question for it and keeps it: an Intl formatter takes 100 times as long to make as to use. */

/** @param make for keys of which there are few, compared like those of a Map */
export function onceEach<Key, Made extends object>(make: (key: Key) => Made): (key: Key) => Made {
  const kept = new Map<Key, Made>()
  return (key) => {
    const before = kept.get(key)
    if (before) return before
    const made = make(key)
    kept.set(key, made)
    return made
  }
}
