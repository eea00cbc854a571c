/**
 * What of a household's database a backup takes along. Every table and every column that must not travel is named here; a
 * test holds this against the schema, so that a new table cannot be forgotten.
 */

export type BackupTable = {
  readonly name: string
  /** Columns that stay behind and are NULL after a restore. */
  readonly without?: readonly string[]
}

/** In an order in which every row finds what it refers to. */
export const BACKUP_TABLES: readonly BackupTable[] = [
  { name: 'setting' },
  { name: 'privacy_entry' },
  { name: 'meter_connection' },
  { name: 'chain' },
  { name: 'chain_record' },
  { name: 'chain_register' },
  { name: 'chain_key' },
  { name: 'reading_series' },
  { name: 'reading_batch' },
  // With it what an import had put aside by then is taken out of the restored household, too.
  { name: 'open_import' },
  { name: 'reading' },
  { name: 'reading_register' },
  { name: 'reading_day' },
  { name: 'reading_contradiction' },
  { name: 'removed_batch' },
  { name: 'removed_reading' },
  { name: 'removed_register' },
  { name: 'meter_note' },
  { name: 'meter_exchange' },
  { name: 'import_layout' },
  { name: 'round_group' },
  { name: 'round_confirmed' },
  { name: 'round_kept_number' },
  { name: 'round_neighbour' },
  // x_i: kept out of backups, so that what was masked stays masked (docs/protocol/rounds.md 3.1).
  { name: 'round_day', without: ['exchange'] },
  { name: 'round_live', without: ['exchange'] },
  { name: 'round_endorsed' },
  { name: 'round_leave_rule' },
  { name: 'round_dlist' },
  { name: 'round_roster' },
  { name: 'round_end' },
  { name: 'round_owed' },
  { name: 'round_board' },
  { name: 'round_board_entry' },
  { name: 'round_evidence' },
  { name: 'bill_key' },
  { name: 'bill_contract' },
  { name: 'bill_offer' },
  { name: 'bill_document' },
  { name: 'bill_consent' },
  { name: 'bill_refusal' },
  { name: 'bill_response' },
  { name: 'bill_opening' },
  { name: 'bill' },
  { name: 'bill_shown' },
  { name: 'ordinary_bill' },
  { name: 'own_tariff' },
  { name: 'own_prices' }
]

/** Stays behind: what is stale the moment it is copied, and what belongs to this one file. */
export const LEFT_BEHIND: readonly string[] = [
  // Rule W's log and its floor: a restore begins with "everything up to now counts as submitted".
  'pad_use',
  'pad_floor',
  // Under a key that comes from this file's own: no other could believe them.
  'opening_mark',
  'migration'
]
