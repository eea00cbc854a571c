/** English sentences for the failures a command line can meet: what happened and what to do next. */

import { toIsoInstant, toUtcSeconds } from '../app/domain/interval'
import { FILE_SENTENCES } from './file-sentences'
import { TARIFF_SENTENCES } from './tariff-sentences'

const SENTENCES: Readonly<Record<string, string>> = {
  'archive-damaged': 'This packed file is damaged. Nothing was imported.',
  'archive-empty': 'There is no file in this packed file.',
  'archive-encrypted': 'This packed file is locked with a password. Unpack it first.',
  'archive-method': 'This file is packed in a way that Wattveil does not know. Unpack it first.',
  'archive-nested': 'This packed file holds another one. Unpack it first.',
  'archive-too-large': 'Unpacked, this file is larger than {limit}. Nothing was imported.',
  'archive-too-many': 'This packed file holds more than {most} files. Nothing was imported.',
  'backup-damaged': 'The backup is damaged or incomplete. Nothing was changed. Try another one, or copy it again.',
  'host-not-joined': 'This home has nothing to do with {recipient}. Nothing was sent.',
  'backup-foreign': 'This is no backup of Wattveil. Nothing was changed.',
  'backup-newer': 'A newer version of Wattveil wrote this backup. Nothing was changed. Update the program first.',
  'backup-wrong-words':
    'These words do not open this file: they belong to another backup, or the file is damaged. Nothing was changed.',
  'clock-hour-lost':
    'On {date} the hour that occurs twice stands in the file once. It counts as the first; the second is missing or contained in it.',
  'column-values-missing': '{count} values are missing in the column “{name}”, first in line {line}.',
  'columns-left-out': 'These columns were not taken: {names}.',
  'community-rest':
    'Energy community: what the meter measured in all stands with the meter. The part to be paid for from the grid stands with a second one, whose name ends in {suffix}.',
  'clocks-apart':
    'The clocks of this PC and of the meter are more than three hours apart. Nothing was sent; set the clock of this PC.',
  'csv-negative':
    'Line {line} has negative energy, and the column does not say that it nets what was drawn and fed in. Say yourself what the columns mean.',
  'file-too-many-meters': 'The file holds more than {most} meters. Nothing was imported.',
  'filled-from-register': '{count} missing values were computed from the register readings of the file.',
  'gas-left-out': 'Gas was not taken, Wattveil keeps electricity only: {name}.',
  'heat-left-out': 'Heat was not taken, Wattveil keeps electricity only: {name}.',
  'household-exists': 'There is a household in {directory} already. Nothing was changed. Choose an empty folder.',
  'layout-doubtful':
    'What the columns of this file mean is not certain. Nothing was imported. Say yourself what they mean.',
  'layout-malformed': 'This file does not describe the columns of a table.',
  'lines-left-out': '{count} lines are no part of the table and were passed over, first line {line}.',
  'meter-unnamed': 'The file names no meter. Its readings stand with “{meter}”.',
  'nem12-interval': 'Line {line}: NEM12 knows no readings this far apart.',
  'nem12-record': 'Line {line} is no record that may stand here.',
  'nem12-values': 'Line {line}: the values of the day are not complete.',
  'net-split': 'The values are netted: positive ones count as drawn, negative ones as fed in.',
  'one-register-reading':
    'There is one register reading of {meter} only. It is stored; the next one makes consumption of it.',
  'p1-incomplete': '{count} telegrams break off and were passed over.',
  'p1-no-time': '{count} telegrams name no time and were passed over.',
  'p1-none-right': 'Not one of the {count} telegrams fits its checksum. Nothing was imported.',
  'p1-none-whole': 'No telegram of this recording is whole. Nothing was imported.',
  'p1-season-odd': 'In {count} telegrams summer or winter time does not fit the date.',
  'p1-unchecked': '{count} telegrams have no checksum.',
  'p1-without-energy': 'These telegrams name no electricity meter. Nothing was imported.',
  'p1-without-time': 'This meter does not say when it showed this. Without a time nothing can be entered.',
  'p1-wrong': '{count} telegrams do not fit their checksum, first in line {line}. They were passed over.',
  'quality-unknown': 'What “{word}” says of a value is not known. It counts as measured.',
  'register-backwards':
    'A register goes back, first in line {line} ({count} times). There is no value for these stretches.',
  'registers-coarse': '{count} register readings without decimals do not fit the others and were not used.',
  'registers-contradict': '{count} register readings are stored differently. What is stored stays.',
  'registers-differ':
    'The register does not fit the energy beside it {count} times, first in line {line}. The energy counts.',
  'registers-unread': '{count} rows have a register of zero that was not read, first line {line}.',
  'row-ends-odd':
    '{count} rows name an end that cannot be right, first line {line}. They last as long as their neighbours.',
  'rows-in-hour-that-never-was':
    '{count} rows lie in an hour that the change of clocks left out, first line {line}. They were passed over.',
  'rows-repeated': '{count} rows stand in the file twice and say the same, first line {line}.',
  'rows-wider-apart':
    '{count} rows are further apart than the others, first line {line}. Each counts for the usual length, with a gap beside it. If each stands for the whole time, take a file that names ends as well.',
  'sml-none-right': 'Not one of the {count} messages fits its checksum. Nothing was imported.',
  'sml-none-whole': 'No message of this recording is whole. Nothing was imported.',
  'sml-register': 'Register {register}: {value} Wh',
  'sml-without-energy': 'These messages name no register.',
  'sml-without-time': 'This meter says what it shows, but not when. Without a time nothing can be entered.',
  'sml-wrong': '{count} messages do not fit their checksum. They were passed over.',
  'spreadsheet-damaged': 'This Excel file is damaged or is none. Nothing was imported.',
  'sum-rows-left-out': '{count} rows are sums of other rows and were passed over, first line {line}.',
  'table-empty': 'There is not a single reading in this table.',
  'table-no-energy': 'This table has no column of electrical energy.',
  'table-no-time': 'There is no table with times and readings in this file.',
  'table-none': 'This file is not one table whose columns could be named.',
  'table-several':
    'This file holds several tables that it does not tell apart (line {line}). Nothing was imported. Save each table as a file of its own.',
  'table-times-unread':
    'Line {line}: “{cell}” in the column “{name}” is no time that is read. Nothing was imported. Show the column as day and time in a spreadsheet, like 2026-03-29 01:45 or 29.03.2026 01:45, save it as CSV and take that.',
  'table-uneven':
    'The rows are unevenly apart, and none says when its period begins (from line {line}). This is rather a list of bills. Nothing was imported.',
  'total-contradicts-parts':
    'In {count} rows, first in line {line}, “{name}” is not the sum of the columns beside it. What the total says was taken; look at which of them your bill agrees with.',
  'values-rounded': '{count} values have more digits than a milliwatt-hour and were rounded.',
  'volume-left-out': 'An amount in cubic metres or litres was not taken, Wattveil keeps electricity only: {name}.',
  'water-left-out': 'Water was not taken, Wattveil keeps electricity only: {name}.',
  'passphrase-wrong': 'This is not the passphrase.',
  'words-check': 'Each word exists, but not together: two are swapped, or one was misread. Nothing was changed.',
  'words-number': 'There must be twelve words; standard input had {found}. Nothing was changed.',
  'words-unknown': 'Word number {number} is none of those that Wattveil gives out. Nothing was changed.',
  'contract-unknown': 'There is no such contract in this household, or several: name one with --contract.',
  'csv-after-end': 'Line {line}: there is something after the end of the file.',
  'csv-columns': 'Line {line}: these are not the columns of a file of this program.',
  'csv-cut-short': 'The file breaks off after line {line}. Was it copied whole?',
  'csv-head': 'Line {line}: the head of the file is not as it should be.',
  'csv-implausible': 'Line {line}: the reading is larger than a meter can measure.',
  'csv-interval': 'Line {line}: the interval is empty, runs backwards or is too long.',
  'csv-number': 'Line {line}: a reading is missing, is no number like 0.123, or has another unit than its column.',
  'csv-order': 'Line {line}: time runs backwards.',
  'csv-overlap':
    'Line {line} overlaps with a line before it. If it holds a sum, delete that line; if clocks changed there, check the time zone (`wattveil zone`); if rows are closer there than elsewhere, take a file that names ends as well.',
  'csv-quality': 'Line {line}: reading and quality contradict each other, or the quality is unknown.',
  'csv-row': 'Line {line} is incomplete or has too many cells.',
  'csv-row-count': 'Line {line} names another number of rows than the file has. Was it copied whole?',
  'csv-time': 'Line {line}: no valid time.',
  'csv-too-fine': 'Line {line}: the reading has more decimals than can be stored.',
  'csv-version': 'Line {line}: a newer version of Wattveil wrote this file. Read it with that one.',
  'database-damaged': 'The database is damaged and was not opened. Nothing was changed. Restore it from a copy.',
  'database-locked': 'Another Wattveil has this database open. Close it and try again. Nothing was changed.',
  'database-newer': 'A newer version of Wattveil wrote this database. Nothing was changed. Open it with that one.',
  'database-not-durable': 'This disk does not confirm that data is safely written. Use a folder on another disk.',
  'database-unwritable': 'The database cannot be written. Nothing was changed. May you write into its folder?',
  'database-wrong-key':
    'The key does not fit this database. Nothing was changed. Is the key file next to it the right one?',
  'demo-prices-too-short': 'The file of prices covers fewer than {days} days. Ask for fewer with --days.',
  'disk-failed': 'The disk reports a fault. What was stored was not changed. Check the disk.',
  'disk-full': 'The disk is full. Nothing was half written. Make room and try again.',
  'evidence-of-bill': 'This is the evidence of a bill. `wattveil verify FILE --without-readings` checks it.',
  'evidence-malformed':
    'The file {file} is no evidence of a round, or it is damaged ({where}). Ask whoever it is from for it once more.',
  'evidence-incomplete': 'Missing for this bill: {part}. Load it, or name its file, first.',
  'file-changed': 'The file is still being written. Take it once it is whole, or a copy of it.',
  'file-empty': 'The file is empty.',
  'file-gone': 'There is no such file.',
  'file-named': 'File {name}: {reason}',
  'file-line-too-long': 'Line {line} is longer than a table can have.',
  'file-not-text': 'Line {line}: this is not text.',
  'file-other-kind': 'This is a file of another kind ({kind}), not a CSV file of readings.',
  'file-too-large': 'The file is larger than {limit} bytes. Split it up.',
  'file-too-many-rows': 'The file has more rows than are read at once. Split it up.',
  'file-unknown-format':
    'No table of times and readings is found in this file. Nothing was imported. Many grid operators offer every quarter hour as CSV or Excel in their portal.',
  'bill-file-unreadable': 'The file {name} is no bill, and nothing that goes with one: {reason}, at {place}.',
  'file-unreadable': 'The file cannot be read: {name}.',
  'ordinary-bill-unreadable':
    'The file {name} does not say what a bill to compare has to say: look at {place}. `wattveil bill read-pdf` writes one to correct.',
  'file-unwritable': 'The file cannot be written: {name}. Nothing was changed.',
  'board-missing':
    'The board of the group, collector.db, is missing in {directory}. Nothing was changed. Put the copy of that folder back: homes would not take a new group for it.',
  'collector-group-changed':
    'The rules of the group are not those with which it was founded, and homes have joined by those. Nothing was changed. Put its group.json back as it was, or found a second group.',
  'group-exists': 'A group {name} of this kind is founded here already. Nothing was changed.',
  'group-not-live': 'Only a live group is left by itself; in this one nothing depends on sums that fail.',
  'group-missing': 'No such group is founded in {directory}. `wattveil group create` founds one.',
  'home-has-moved': 'This home has moved: another PC holds its key. Restore its file there, or here.',
  'in-a-group-already':
    'This home is in another group already. Nothing was sent; leave that first, with `wattveil group leave`.',
  internal: 'Wattveil met something unexpected; it stands above. Nothing stored was lost.',
  'invitation-file-malformed':
    'The file {file} is no invitation into a group, or it is damaged ({where}). Nothing was sent; ask the organiser for a new one.',
  'invitation-malformed': 'This is no invitation, or a damaged one ({where}). Nothing was sent; ask for a new one.',
  'key-file-malformed': 'The file {keyFile} is damaged. Nothing was changed. Put the right one in its place.',
  'key-file-missing':
    'The file {keyFile} is missing, and without it the database cannot be read. Nothing was changed. Put it back.',
  'key-file-open-to-others':
    'Other users may read the file {keyFile}. Nothing was opened. Take their right away, with: chmod 600 {keyFile}',
  'key-not-of-contract': 'This key is not the one that the contract names for the supplier. Nothing was written.',
  'load-file-malformed': 'The file of loads cannot be used: {name}, line {line}: {reason}.',
  'load-file-too-short': 'The file of loads covers only {days} whole days. Ask for fewer with --days.',
  'load-file-unreadable': 'The file of loads cannot be read: {name}. It is to be CSV, which may be gzipped.',
  'meter-address': 'This is no address of a meter. It looks like this: http://192.168.1.200:8080. Nothing was changed.',
  'meter-answer': 'What answers there is no meter that Wattveil understands. Nothing was taken in. Check the address.',
  'meter-chain-broken':
    'The readings of this meter do not fit those already stored. What is stored stays as it is; ask your meter operator.',
  'meter-did-not-sign': 'The meter did not sign the enrolment. Nothing was sent; connect it again with --meter.',
  'meter-in-another-group': 'This meter is in another group already. Nothing was sent; leave that one first.',
  'meter-locked': 'The meter is locked until {until}, after too many wrong passwords. Try again after that.',
  'meter-none': 'This meter delivers no readings. Nothing was changed; check the address.',
  'meter-not-matching': 'No connected meter fits the rules of the group. Nothing was sent. Connect one with --meter.',
  'meter-refused': 'The meter refused the connection; it may be connected to another program. Nothing was changed.',
  'meter-unknown': 'No such meter is known in this household.',
  'meter-unreachable': 'No meter answers there. Is it switched on, and is the address right? Nothing was changed.',
  'meter-wrong-password':
    'The meter does not know this password. Tries left: {triesLeft}, then it locks for some minutes. Give it in WATTVEIL_METER_PASSWORD.',
  'no-household':
    'There is no household in {directory}. `wattveil demo --out DIR`, `wattveil import` and `wattveil group join` with --meter make one.',
  'not-in-a-group': 'This home is in no group.',
  'offer-end': 'The contract ends on {last}.',
  'offer-in-the-past': 'It changes days that are billed already: everything up to {last} is settled.',
  'offer-instalment': 'From {from} on {cents} ct are to be paid in advance on day {day} of each month.',
  'offer-no-end': 'The contract goes on without an end.',
  'offer-operator': 'Who exchanges meters and signs for it: {name}.',
  'offer-publisher': 'Who publishes the exchange prices: {name}.',
  'offer-tariff': 'From {from} on the tariff “{tariff}” holds.',
  'offer-refused': 'This offer is not one to agree to: {reason}. Nothing was signed.',
  'offer-unknown': 'There is no such offer, or it no longer holds. `wattveil bill offers` lists them.',
  'period-not-answered': 'The period was not opened: {reason}. Nothing was written.',
  'period-unknown': 'No billing period of the contract begins on {first}.',
  'place-forbidden': 'You may not write there ({detail}). Nothing was changed. Choose another folder.',
  'place-no-folder': 'There is a file where a folder is needed. Nothing was changed. Choose another folder.',
  'host-unknown': 'This PC has no such address. Give one of its own with --host, or 0.0.0.0 for all of them.',
  'port-taken': 'Another program uses this port. Choose another with --port, and for counters with --metrics.',
  'prices-currency': 'These prices are not in euro.',
  'prices-local-clock': 'The file names no time zone. Its times count by the clock of {zone}.',
  'prices-missing': 'There is no price for {at}. Nothing was taken.',
  'prices-none': 'There is no table of times and prices in this file.',
  'prices-not-a-price': 'Line {line} holds no price. Nothing was taken.',
  'prices-not-yet': 'The last {count} rows have no price yet and were left out.',
  'prices-out-of-range': 'One price is higher than electricity ever costs. Is the unit right? Say it with --unit.',
  'prices-rounded': '{count} prices have more digits than are reckoned with and were rounded.',
  'prices-step': 'The prices are not for 15, 30 or 60 minutes each, but for {seconds} seconds.',
  'prices-too-many': 'The file has more than {most} prices. Split it up.',
  'prices-too-many-lists': 'Very many files of prices are loaded for this tariff. Remove old ones first.',
  'prices-twice': 'There are two prices for {at}. Nothing was taken.',
  'tariff-file-malformed': 'This file is no tariff and no price list, or it is damaged ({place}: {reason}).',
  'tariff-malformed': 'The tariff is not as it should be: {place}: {reason}. Nothing was saved.',
  'tariff-not-dynamic': 'This tariff has no exchange price. Prices from a file belong to a dynamic tariff.',
  'tariff-unknown': 'There is no such tariff in this household. `wattveil tariff list` names them.',
  'too-many-tariffs': 'There are very many tariffs already. Remove one first.',
  'question-unknown': 'This question is not open. `wattveil bill questions` lists those that are.',
  'reading-contradicts': '{start}, {direction}: {stored} mWh are stored, the file says {found}. What is stored stays.',
  'reading-overlaps': '{start}, {direction}: overlaps with stored readings and was not taken.',
  'rows-missing': '{count} rows say themselves that their reading is missing or invalid.',
  'service-arguments': 'The service was started with a wrong option: {option}.',
  'service-config': 'The configuration of the service is not as it should be: {where}.',
  'service-failed':
    'A process of the neighbourhood did not start: {program}. Run the command again; what it printed stands above.',
  'simulation-failed':
    'A process of the neighbourhood ended: {name}. Run the command again; what it printed stands above.',
  'tls-key-malformed': 'The file collector-tls.key is damaged. Nothing was changed. Put the right one in its place.',
  'supplier-key-unreadable': 'The file {name} holds no key: 64 hexadecimal digits are wanted.',
  system: 'The system refused: {detail}.',
  'upgrade-failed':
    'The data could not be brought to this version. Nothing was changed; the version before still opens it.'
}

/** Parameters that are seconds since 1970 UTC. */
const INSTANTS: ReadonlySet<string> = new Set(['start', 'end', 'at', 'until'])

/** Failures whose `reason` is something that is wrong with a tariff. */
const ABOUT_A_TARIFF: ReadonlySet<string> = new Set(['offer-refused', 'tariff-file-malformed', 'tariff-malformed'])

type Failure = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

export function sentenceOf({ code, params }: Failure): string {
  const template = SENTENCES[code] ?? FILE_SENTENCES[code]
  if (!template) {
    const details = Object.entries(params).map(([name, value]) => `${name}: ${value}`)
    return [code.replaceAll('-', ' '), ...details].join('; ')
  }
  if (!ABOUT_A_TARIFF.has(code)) return filled(template, params)
  const reason = tariffSentenceOf({ code: String(params['reason']), params }).replace(/\.$/u, '')
  return filled(template, { ...params, reason })
}

/** Of a problem with a tariff or a refusal of it; any other code says what it says elsewhere. */
export function tariffSentenceOf({ code, params }: Failure): string {
  const template = TARIFF_SENTENCES[code]
  return template ? filled(template, params) : sentenceOf({ code, params })
}

function filled(template: string, params: Failure['params']): string {
  return template.replace(/\{(\w+)\}/gu, (_, name: string) => shown(name, params[name]))
}

function shown(name: string, value: string | number | undefined): string {
  if (INSTANTS.has(name) && typeof value === 'number') return toIsoInstant(toUtcSeconds(value))
  return String(value ?? '')
}
