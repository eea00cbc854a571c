/** Rows in parts of a size that is worth handing over, made as they are asked for. */

const PART_ROWS = 10_000

export function* inParts<Row>(rows: Iterable<Row>): Generator<readonly Row[], void> {
  let part: Row[] = []
  for (const row of rows) {
    part.push(row)
    if (part.length < PART_ROWS) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
