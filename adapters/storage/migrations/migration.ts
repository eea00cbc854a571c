/** One step of the tables: runs once, in order, in a transaction of its own. Never changed after a release. */

export type Migration = {
  /** <nnnn>-<job>; unique for ever. */
  readonly id: string
  readonly sql: string
}
