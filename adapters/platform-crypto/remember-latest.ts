/**
 * Does the work for each byte string once while it is among the last `most` that were new. The bound is on the number of
 * results, because whoever sends keys could otherwise fill the memory with them.
 * @param work a pure function of the bytes.
 */
export function rememberLatest<Result>(
  most: number,
  work: (bytes: Uint8Array) => Result
): (bytes: Uint8Array) => Result {
  const results = new Map<string, Result>()
  return (bytes) => {
    const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const known = results.get(name)
    if (known !== undefined) return known
    const oldest = results.size < most ? undefined : results.keys().next().value
    if (oldest !== undefined) results.delete(oldest)
    const result = work(bytes)
    results.set(name, result)
    return result
  }
}
