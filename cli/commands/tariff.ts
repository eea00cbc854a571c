/** `wattveil tariff`: the person's own tariffs, and prices from a file for a dynamic one. */

import path from 'node:path'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { replaceFileNow } from '../../adapters/system/replace-file'
import { systemTimeZone } from '../../adapters/system/system-time-zone'
import { MAX_FILE_BYTES } from '../../app/bills/documents/signed-file'
import { bodyOfTariffFile } from '../../app/bills/prices/price-procedures'
import { exampleBody, judgementOf } from '../../app/bills/tariffs/tariff-procedures'
import { checkShape } from '../../app/check-shape'
import type { PriceUnit, PricesFromFile, TariffJudgement } from '../../app/contract'
import { priceUnit } from '../../app/contract/tariff-prices'
import { tariffExample } from '../../app/contract/tariffs'
import { type LocalDate, toLocalDate } from '../../app/domain/calendar'
import {
  type Arguments,
  type Command,
  type Output,
  UsageError,
  optionalText,
  requiredText,
  wholeNumber
} from '../command'
import { type CliHousehold, openCliHousehold } from '../open-cli-household'
import { readBounded } from '../read-bounded'
import { sentenceOf, tariffSentenceOf } from '../sentences'

export const tariffCommand: Command = {
  name: 'tariff',
  usage:
    'tariff list | example NAME --from DAY | check FILE | save FILE [--tariff ID] | prices FILE --tariff ID | remove ID',
  summary: 'Your own tariffs: lists, judges and saves them, and takes prices from a file into a dynamic one.',
  options: {
    household: { type: 'string' },
    tariff: { type: 'string' },
    from: { type: 'string' },
    out: { type: 'string' },
    unit: { type: 'string' },
    column: { type: 'string' },
    look: { type: 'boolean' }
  },
  help: [
    ['list', 'the tariffs of this household, with their IDs'],
    ['example NAME', `a whole tariff to begin from: ${tariffExample.options.join(', ')}`],
    ['  --from DAY', 'first day on which it is valid, YYYY-MM-DD'],
    ['  --out FILE', 'where it is written; standard output when absent'],
    ['check FILE', 'what is wrong with a tariff: a JSON body, or a signed file'],
    ['save FILE', 'keeps it; with --tariff in place of that one'],
    ['prices FILE', 'prices of an exchange or a supplier (CSV, JSON, or a signed list; 15, 30 or 60 minutes)'],
    ['  --tariff ID', 'the dynamic tariff that they are for'],
    ['  --unit UNIT', `where the file does not say it: ${priceUnit.options.join(', ')}`],
    ['  --column N', 'where several columns could be the prices; from 0'],
    ['  --look', 'shows what the file says, and keeps nothing'],
    ['remove ID', 'removes a tariff with its prices'],
    ['--household DIR', 'folder with household.db; this folder when absent']
  ],
  exitCodes: [
    [0, 'done; for check: nothing is wrong'],
    [1, 'for check: something is wrong; for prices: unit or column must be said'],
    [2, 'it could not be done'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [name = '', file, ...more] = args.positionals
    const subcommand = SUBCOMMANDS[name]
    if (!subcommand || more.length > 0) throw new UsageError(`tariff takes ${Object.keys(SUBCOMMANDS).join(', ')}`)
    if ((file === undefined) !== (name === 'list')) throw new UsageError(`tariff ${name}: see the help`)
    return subcommand({ args, output, file: file ?? '' })
  }
}

type Call = {
  readonly args: Arguments
  readonly output: Output
  readonly file: string
}

const SUBCOMMANDS: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  list: async ({ args, output }) => {
    const found = await inHousehold(args, ({ app }) => app.procedures['tariffs.list']({}))
    const shown = found.map(({ id, name, supplier, kind, first, last }) => ({ id, name, supplier, kind, first, last }))
    output.result(shown, () =>
      shown.map(({ id, name, kind, first, last }) => `${id ?? 'contract'}  ${name}  ${kind}  ${first} to ${last}`)
    )
    return 0
  },
  example: ({ args, output, file }) => {
    const example = checkShape(tariffExample, file)
    if (!example.success) throw new UsageError(`no such example: ${file}`)
    const from = dayOf(requiredText(args, 'from'))
    const body = exampleBody(example.data, from, systemTimeZone())
    const out = optionalText(args, 'out')
    if (out !== undefined) replaceFileNow(out, body)
    output.result({ body: JSON.parse(body) as unknown }, () => [out === undefined ? body : `Written: ${out}`])
    return Promise.resolve(0)
  },
  check: async ({ output, file }) => {
    const judged = judgementOf(await bodyOf(file))
    output.result(judged, () => judgementText(judged))
    return judged.problems.length + judged.refusals.length === 0 ? 0 : 1
  },
  save: async ({ args, output, file }) => {
    const id = optionalText(args, 'tariff') ?? null
    const body = await bodyOf(file)
    const saved = await inHousehold(args, ({ app }) => app.procedures['tariffs.save']({ id, body }), true)
    output.result(saved, () => [`Saved: ${saved.id}`])
    return 0
  },
  prices: async ({ args, output, file }) => {
    const column = optionalText(args, 'column') === undefined ? null : wholeNumber(args, 'column', 0, 0, 199)
    const asked = {
      tariff: requiredText(args, 'tariff'),
      unit: unitOf(args),
      column,
      keep: args.values['look'] !== true
    }
    const found = await inHousehold(args, ({ app, files }) =>
      app.procedures['tariffs.prices-from-file']({ file: files.grant(path.resolve(file)), ...asked })
    )
    output.result(found, () => pricesText(found))
    return found.unit !== null && (found.column !== null || found.columns.length === 0) ? 0 : 1
  },
  remove: async ({ args, output, file }) => {
    await inHousehold(args, ({ app }) => app.procedures['tariffs.remove']({ id: file }))
    output.result({ removed: file }, () => ['Removed.'])
    return 0
  }
}

/** @param create whether a folder without a household gets one. */
async function inHousehold<Value>(
  args: Arguments,
  work: (household: CliHousehold) => Promise<Value>,
  create = false
): Promise<Value> {
  const household = openCliHousehold({ folder: optionalText(args, 'household') ?? '.', create })
  try {
    return await work(household)
  } finally {
    await household.close()
  }
}

/** A JSON body as it stands, so that what is wrong with it can be told; of a signed file what it holds. */
async function bodyOf(file: string): Promise<string> {
  const bytes = await readBounded(file, MAX_FILE_BYTES)
  const text = new TextDecoder().decode(bytes)
  return /^\s*\{\s*"format"/u.test(text) ? bodyOfTariffFile(createPlatformPrimitives(), bytes) : text
}

function unitOf(args: Arguments): PriceUnit | null {
  const text = optionalText(args, 'unit')
  const unit = text === undefined ? null : checkShape(priceUnit, text)
  if (unit?.success === false) throw new UsageError(`--unit: ${priceUnit.options.join(', ')}`)
  return unit?.data ?? null
}

function dayOf(text: string): LocalDate {
  try {
    return toLocalDate(text)
  } catch {
    throw new UsageError('--from: a day, YYYY-MM-DD')
  }
}

function judgementText({ problems, refusals }: TariffJudgement): string[] {
  const said = ({ code, place, params }: TariffJudgement['problems'][number]): string =>
    `  ${place === '' ? '' : `${place}: `}${tariffSentenceOf({ code, params })}`
  if (problems.length + refusals.length === 0) return ['Nothing is wrong with it.']
  return [
    ...(problems.length > 0 ? ['It cannot be saved:', ...problems.map(said)] : []),
    ...(refusals.length > 0 ? ['A household would not agree to it:', ...refusals.map(said)] : [])
  ]
}

function pricesText(found: PricesFromFile): string[] {
  const { name, start, end, seconds, steps, unit, column, columns, negative, lowest, mean, highest, remarks, kept } =
    found
  const instant = (time: number): string => new Date(time * 1000).toISOString().replace('.000Z', 'Z')
  const cents = (price: number | null): string => ((price ?? 0) / 10_000_000).toFixed(3)
  return [
    `${name}: ${steps} prices of ${seconds / 60} minutes, ${instant(start)} to ${instant(end)}`,
    ...remarks.map(({ code, params }) => sentenceOf({ code, params })),
    ...(column === null && columns.length > 0
      ? ['Which column are the prices? Say it with --column:', ...columns.map((one) => `  ${one.index}  ${one.name}`)]
      : []),
    ...(unit === null ? [`In which unit are they? Say it with --unit: ${priceUnit.options.join(', ')}`] : []),
    ...(mean === null
      ? []
      : [`${cents(lowest)} to ${cents(highest)} ct/kWh, ${cents(mean)} on average, ${negative} below nothing`]),
    kept === null ? 'Nothing was kept.' : 'They count for the tariff from now on.'
  ]
}
