/** `wattveil bill read-pdf` and `bill compare`: bills without seals, read, confirmed by a person, compared with readings and tariff. */

import path from 'node:path'
import { replaceFileNow } from '../../adapters/system/replace-file'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { ordinaryBill } from '../../app/contract/ordinary-bills'
import { type Arguments, type Output, optionalText } from '../command'
import { type CliHousehold, openCliHousehold } from '../open-cli-household'
import { readBounded } from '../read-bounded'
import { ordinaryText } from './ordinary-text'

/** Forty lines of a bill are some kilobytes. */
const MAX_BILL_BYTES = 256 * 1024

/** Writes what a PDF seems to say, for a person to confirm. */
export async function readPdfBill(args: Arguments, file: string, output: Output): Promise<number> {
  const offered = await inHousehold(args, ({ app, files }) =>
    app.procedures['ordinary.read-pdf']({ file: files.grant(path.resolve(file)) })
  )
  const body = `${JSON.stringify({ meterId: null, ...offered }, null, 2)}\n`
  const out = optionalText(args, 'out')
  if (out !== undefined) replaceFileNow(out, body)
  output.result(offered, () => [out === undefined ? body : `Written: ${out}. Compare each field with the bill.`])
  return 0
}

/** Keeps nothing but with --keep. @returns 1 where a point differs. */
export async function compareOrdinary(args: Arguments, file: string, output: Output): Promise<number> {
  const bill = checkShape(ordinaryBill, jsonIn(await readBounded(file, MAX_BILL_BYTES)))
  if (!bill.success)
    throw new AppError('ordinary-bill-unreadable', {
      name: path.basename(file),
      place: bill.issues[0]?.path.join('.') || 'its beginning'
    })
  const report = await inHousehold(args, async ({ app: { procedures } }) => {
    const compared = await procedures['ordinary.save']({ id: null, bill: bill.data })
    if (args.values['keep'] !== true) await procedures['ordinary.remove']({ id: compared.id })
    return compared
  })
  output.result({ verified: false, ...report }, () => ordinaryText(report))
  return report.points.some(({ state }) => state === 'differs') ? 1 : 0
}

async function inHousehold<Value>(args: Arguments, work: (household: CliHousehold) => Promise<Value>): Promise<Value> {
  const household = openCliHousehold({ folder: optionalText(args, 'household') ?? '.', create: false })
  try {
    return await work(household)
  } finally {
    await household.close()
  }
}

/** Null for what is no JSON: the schema refuses it. */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}
