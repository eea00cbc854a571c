/** Tables of a board: nothing on it is ever changed or taken away. */

/** @param tables columns by name of the table. @returns SQL that makes them, with triggers that keep their rows. */
export function appendOnly(tables: Readonly<Record<string, string>>): string {
  return [
    ...Object.entries(tables).map(([table, columns]) => `CREATE TABLE ${table} (${columns}) STRICT;`),
    ...Object.keys(tables).flatMap((table) => [
      `CREATE TRIGGER ${table}_is_fixed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, 'append only'); END;`,
      `CREATE TRIGGER ${table}_is_kept BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, 'append only'); END;`
    ])
  ].join('\n')
}
