/** `wattveil bill`: bills as files, for suppliers and households without a server between them. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { replaceFileNow } from '../../adapters/system/replace-file'
import { systemClock } from '../../adapters/system/system-clock'
import { systemRandom } from '../../adapters/system/system-random'
import { systemTimeZone } from '../../adapters/system/system-time-zone'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { MAX_EVIDENCE_BYTES } from '../../app/bills/documents/evidence-document'
import { MAX_FILE_BYTES, decodeSignedFile } from '../../app/bills/documents/signed-file'
import { localDateAt, toLocalDate } from '../../app/domain/calendar'
import { fromHex } from '../../crypto'
import { offerText, questionText } from '../bills/ask-person'
import { compareOrdinary, readPdfBill } from '../bills/compare-ordinary'
import { inspectFile } from '../bills/inspect-file'
import { issueFromFiles } from '../bills/issue-from-files'
import { readBounded } from '../read-bounded'
import { findParts } from '../bills/sort-parts'
import { namingFile } from '../bills/naming-file'
import { EXIT, verdictText } from '../bills/verdict-text'
import { type Arguments, type Command, type Output, UsageError, optionalText, requiredText } from '../command'
import { type CliHousehold, openCliHousehold } from '../open-cli-household'

const KEY_BYTES = 32

export const billCommand: Command = {
  name: 'bill',
  usage:
    'bill inspect FILE [--key HEX] | respond --first DAY --out DIR | issue FILE... --number N | evidence BILL | read-pdf PDF | compare FILE | questions | allow ID | refuse ID | offers | accept ID | decline ID',
  summary:
    'Looks into files of bills; opens a period to a supplier; issues a bill; writes evidence; compares a bill without seals; asks before a number leaves.',
  options: {
    household: { type: 'string' },
    contract: { type: 'string' },
    first: { type: 'string' },
    key: { type: 'string' },
    number: { type: 'string' },
    replaces: { type: 'string' },
    issued: { type: 'string' },
    out: { type: 'string' },
    keep: { type: 'boolean' }
  },
  help: [
    ['inspect FILE', 'what a file is and says: bill, tariff, contract, index, exchange, evidence, records, RESPONSE'],
    ['  --key HEX', 'says whether this Ed25519 key signed it'],
    ['respond', 'opens a finished period once: records and RESPONSE as files for the supplier'],
    ['  --first DAY', 'first day of the period, YYYY-MM-DD'],
    ['  --contract ID', 'where the household has several'],
    ['  --household DIR', 'folder with household.db; this folder when absent'],
    ['  --out DIR', 'folder for the files; made where it is missing'],
    ['questions', 'periods that are opened only with your word, and what each would tell'],
    ['allow ID', 'gives your word on one question'],
    ['refuse ID', 'says no; the supplier is told so with the next exchange, signed and without a number'],
    ['  --out FILE', 'where the signed word is written too, for a supplier without a server'],
    ['offers', 'amended contracts that suppliers offer, and what they would change'],
    ['accept ID | decline ID', 'signs an offer, or leaves it'],
    ['issue FILE...', 'makes a bill of contract, tariffs, records and RESPONSE, and checks it'],
    ['  --key FILE', "file with the 32 bytes of the supplier's key in hexadecimal"],
    ['  --number N', 'number of the bill'],
    ['  --replaces N', 'number of the bill that it corrects'],
    ['  --issued DAY', 'today when absent'],
    ['  --out FILE', 'where the bill is written'],
    ['evidence BILL', 'contract, tariff, records and RESPONSE of a bill in one file, without a reading'],
    ['  --out FILE', 'where it is written'],
    ['read-pdf PDF', 'what the PDF of a bill without seals seems to say, as JSON to confirm and to correct'],
    ['  --out FILE', 'where it is written; standard output when absent'],
    ['compare FILE', 'such a JSON (energy in mWh, prices in nano-euro per kWh, money in cents, VAT rate in hundredths'],
    ['', 'of a per cent) with itself, your readings and your tariff; never said to be verified'],
    ['  --keep', 'keeps the bill with the others']
  ],
  exitCodes: [
    [0, 'done; for issue: the bill is correct; for compare: nothing differs'],
    [1, 'the issued bill is wrong, and was not written; for compare: something differs'],
    [2, 'it could not be done, or the issued bill cannot be checked and was not written'],
    [3, 'the command line is wrong']
  ],
  run(args, output) {
    const [name, ...files] = args.positionals
    const subcommand = SUBCOMMANDS.find(([known]) => known === name)
    if (!subcommand) throw new UsageError(`bill takes ${SUBCOMMANDS.map(([known]) => known).join(', ')}`)
    return subcommand[1](args, files, output)
  }
}

type Subcommand = (args: Arguments, files: readonly string[], output: Output) => Promise<number>

const inspect: Subcommand = async (args, files, output) => {
  const file = onlyFile(files, 'inspect')
  const text = optionalText(args, 'key')
  if (text !== undefined && !/^[0-9a-f]{64}$/u.test(text)) throw new UsageError('--key: 64 hexadecimal digits')
  const key = text === undefined ? null : fromHex(text, KEY_BYTES)
  const found = inspectFile(
    createPlatformPrimitives(),
    path.basename(file),
    await readBounded(file, MAX_EVIDENCE_BYTES),
    key
  )
  output.result(found, () => [
    `${found.kind}${found.version === null ? '' : `/${found.version}`}${found.hash === null ? '' : ` ${found.hash}`}`,
    ...(found.signed === null ? [] : [found.signed ? 'signed by this key' : 'NOT signed by this key']),
    JSON.stringify(found.content, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)
  ])
  return 0
}

const respond: Subcommand = async (args, files, output) => {
  if (files.length > 0) throw new UsageError(`what is ${files[0] ?? ''}?`)
  const first = dayOf(requiredText(args, 'first'), 'first')
  const out = requiredText(args, 'out')
  const contract = optionalText(args, 'contract') ?? null
  const household = openCliHousehold({ folder: optionalText(args, 'household') ?? '.', create: false })
  try {
    const { response, deliveries } = await household.app.bills.respond(contract, first)
    makeFolder(out)
    const written = [
      ...deliveries.map((bytes, index) => ({ name: `records-${first}-${index + 1}.bin`, bytes })),
      { name: `response-${first}.bin`, bytes: response }
    ]
    for (const { name, bytes } of written) replaceFileNow(path.join(out, name), bytes)
    const names = written.map(({ name }) => name)
    output.result({ files: names }, () => names.map((name) => `Written: ${path.join(out, name)}`))
    return 0
  } finally {
    await household.close()
  }
}

const issue: Subcommand = async (args, files, output) => {
  if (files.length === 0) throw new UsageError('bill issue takes contract, tariffs, records and RESPONSE')
  const [number, out, keyFile] = [requiredText(args, 'number'), requiredText(args, 'out'), requiredText(args, 'key')]
  const issuedText = optionalText(args, 'issued')
  const today = localDateAt(systemClock.now(), systemTimeZone())
  const issued = issuedText === undefined ? today : dayOf(issuedText, 'issued')
  const primitives = createPlatformPrimitives()
  const parts = findParts(
    primitives,
    await Promise.all(
      files.map(async (file) => ({ name: path.basename(file), bytes: await readBounded(file, MAX_EVIDENCE_BYTES) }))
    )
  )
  const work = createInProcessWork(loadKernel(), systemRandom)
  const options = { seed: seedIn(keyFile), number, replaces: optionalText(args, 'replaces') ?? null, issued }
  const { file, hash, verification } = await issueFromFiles(primitives, work, parts, options)
  const { verdict, findings } = verification
  if (EXIT[verdict] === 0) replaceFileNow(out, file)
  const result = { verdict, billHash: hash, written: EXIT[verdict] === 0 ? out : null, findings }
  output.result(result, () => [
    ...verdictText(verdict, null, { differenceCents: null, findings, durationMs: 0 }),
    EXIT[verdict] === 0 ? `Written: ${out}` : 'Nothing was written.'
  ])
  return EXIT[verdict]
}

const evidence: Subcommand = async (args, files, output) => {
  const file = onlyFile(files, 'evidence')
  const out = requiredText(args, 'out')
  const folder = optionalText(args, 'household') ?? path.dirname(file)
  const bill = await readBounded(file, MAX_FILE_BYTES)
  const household = openCliHousehold({ folder, create: false })
  try {
    namingFile(path.basename(file), () => decodeSignedFile(createPlatformPrimitives(), bill))
    const bytes = await household.app.bills.evidence(bill)
    replaceFileNow(out, bytes)
    output.result({ written: out, bytes: bytes.length }, () => [`Written: ${out}, ${bytes.length} bytes`])
    return 0
  } finally {
    await household.close()
  }
}

const questions: Subcommand = (args, files, output) =>
  withHousehold(args, files, async ({ bills }) => {
    const found = await bills.questions()
    output.result(found, () => (found.length === 0 ? ['Nothing is asked.'] : found.flatMap(questionText)))
  })

const offers: Subcommand = (args, files, output) =>
  withHousehold(args, files, ({ bills }) => {
    const found = bills.offers()
    output.result(found, () => (found.length === 0 ? ['Nothing is offered.'] : found.flatMap(offerText)))
  })

const allow: Subcommand = (args, files, output) => {
  const allowed = idOf(files, 'allow')
  return withHousehold(args, files.slice(1), async ({ bills }) => {
    await bills.allowOpening(allowed)
    output.result({ allowed }, () => ['Allowed. With the next exchange the numbers leave.'])
  })
}

const refuse: Subcommand = (args, files, output) => {
  const [refused, out] = [idOf(files, 'refuse'), optionalText(args, 'out')]
  return withHousehold(args, files.slice(1), async ({ bills }) => {
    const word = await bills.refuseOpening(refused)
    if (out !== undefined) replaceFileNow(out, word)
    output.result({ refused, written: out ?? null }, () => [
      'Refused. No number leaves; with the next exchange the supplier is told so.',
      ...(out === undefined ? [] : [`Written: ${out}`])
    ])
  })
}

const answer =
  (accept: boolean): Subcommand =>
  (args, files, output) => {
    const id = idOf(files, accept ? 'accept' : 'decline')
    return withHousehold(args, files.slice(1), ({ bills }) => {
      bills.answerOffer(id, accept)
      output.result({ offer: id, accepted: accept }, () => [accept ? 'Signed.' : 'Declined. Nothing has changed.'])
    })
  }

async function withHousehold(
  args: Arguments,
  rest: readonly string[],
  work: (app: CliHousehold['app']) => void | Promise<void>
): Promise<number> {
  if (rest.length > 0) throw new UsageError(`what is ${rest[0] ?? ''}?`)
  const household = openCliHousehold({ folder: optionalText(args, 'household') ?? '.', create: false })
  try {
    await work(household.app)
    return 0
  } finally {
    await household.close()
  }
}

function idOf(files: readonly string[], name: string): string {
  const [id] = files
  if (id === undefined || !/^[0-9a-f]{64}$/u.test(id)) throw new UsageError(`bill ${name} takes the ID that was shown`)
  return id
}

const SUBCOMMANDS: readonly (readonly [string, Subcommand])[] = [
  ['inspect', inspect],
  ['respond', respond],
  ['issue', issue],
  ['evidence', evidence],
  ['read-pdf', (args, files, output) => readPdfBill(args, onlyFile(files, 'read-pdf'), output)],
  ['compare', (args, files, output) => compareOrdinary(args, onlyFile(files, 'compare'), output)],
  ['questions', questions],
  ['allow', allow],
  ['refuse', refuse],
  ['offers', offers],
  ['accept', answer(true)],
  ['decline', answer(false)]
]

function onlyFile(files: readonly string[], name: string): string {
  const [file, ...more] = files
  if (file === undefined || more.length > 0) throw new UsageError(`bill ${name} takes one file`)
  return file
}

function dayOf(text: string, option: string): ReturnType<typeof toLocalDate> {
  try {
    return toLocalDate(text)
  } catch {
    throw new UsageError(`--${option}: a day, YYYY-MM-DD`)
  }
}

function seedIn(file: string): Uint8Array {
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (/^[0-9a-f]{64}$/u.test(text)) return fromHex(text, KEY_BYTES)
  } catch {
    // Told below, without a word of what is inside.
  }
  throw new AppError('supplier-key-unreadable', { name: path.basename(file) })
}
