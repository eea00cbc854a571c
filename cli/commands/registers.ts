/** `wattveil registers`: what every tariff stage counted, from a gateway's readings and a supplier's tariff. */

import path from 'node:path'
import { createFileDocuments } from '../../adapters/system/file-documents'
import { createGrantedFiles } from '../../adapters/system/granted-files'
import { AppError } from '../../app/app-error'
import { type UtcSeconds, toIsoInstant } from '../../app/domain/interval'
import { readXmlDateTime } from '../../app/readings/formats/xml/xml-date-time'
import { writeObisCode } from '../../app/readings/formats/ar2418/obis-code'
import type { RegisterResult, StageRegister } from '../../app/readings/registers/compute-registers'
import { readRegisters } from '../../app/readings/registers/read-registers'
import { type Arguments, type Command, UsageError, atMost, optionalText } from '../command'
import { sentenceOf } from '../sentences'

/** Larger than any year of a gateway. */
const MAX_BYTES = 256 * 1024 * 1024

export const registersCommand: Command = {
  name: 'registers',
  usage: 'registers READINGS.xml TARIFF.xml [--from TIME] [--to TIME]',
  summary: 'Computes the registers of a TAF-1 or TAF-2 tariff from AR 2418-6 files, by the rules of TRuDI.',
  options: { from: { type: 'string' }, to: { type: 'string' } },
  help: [
    ['--from TIME', "such as 2018-01-01T00:00:00+01:00; the tariff's own start when absent"],
    ['--to TIME', "the tariff's own end when absent"]
  ],
  exitCodes: [
    [0, 'computed'],
    [2, 'the files cannot be evaluated; the reason is said'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    atMost(args, 2)
    const [readings, tariff] = args.positionals
    if (readings === undefined || tariff === undefined) throw new UsageError('registers takes two files')
    const period = { from: timeOf(args, 'from'), to: timeOf(args, 'to') }
    let begun = readings
    const reading = (file: string): AsyncGenerator<Uint8Array, void> => bytesOf(file, () => (begun = file))
    const result = await readRegisters(reading(readings), reading(tariff), period).catch((error: unknown) => {
      throw namingOf(error, begun)
    })
    output.result(resultOf(result), () => textOf(result))
    return 0
  }
}

function timeOf(args: Arguments, option: string): UtcSeconds | null {
  const text = optionalText(args, option)
  if (text === undefined) return null
  const read = readXmlDateTime(text)
  if (!read) throw new UsageError(`--${option} takes a time such as 2018-01-01T00:00:00+01:00`)
  return read.time
}

/** Of two files the one that is no readable XML is named. */
function namingOf(error: unknown, file: string): unknown {
  if (!(error instanceof AppError) || !/^(?:file|xml)-/u.test(error.code)) return error
  const reason = sentenceOf({ code: error.code, params: { name: path.basename(file), ...error.params } })
  return new AppError('file-named', { name: path.basename(file), reason })
}

async function* bytesOf(file: string, begins: () => void): AsyncGenerator<Uint8Array, void> {
  begins()
  const files = createGrantedFiles()
  const { bytes, chunks } = await createFileDocuments((token) => files.resolve(token)).open(files.grant(file))
  if (bytes > MAX_BYTES) throw new AppError('file-too-large', { limit: MAX_BYTES })
  yield* chunks
}

function resultOf({ useCase, tariff, asked, period, registers, remarks }: RegisterResult): object {
  const spanOf = ({ start, end }: RegisterResult['period']): object => ({
    from: toIsoInstant(start),
    to: toIsoInstant(end)
  })
  return {
    useCase,
    tariff,
    asked: spanOf(asked),
    covered: spanOf(period),
    registers: registers.map((register) => ({
      obis: writeObisCode(register.obis),
      stage: register.stage,
      description: register.description,
      raw: register.amount.toString(),
      power: register.power,
      wattHours: wattHours(register)
    })),
    remarks
  }
}

/** Exact decimal watt-hours. */
function wattHours({ amount, power }: Pick<StageRegister, 'amount' | 'power'>): string {
  if (power >= 0) return (amount * 10n ** BigInt(power)).toString()
  const digits = amount.toString().padStart(1 - power, '0')
  const fraction = digits.slice(power).replace(/0+$/u, '')
  const whole = digits.slice(0, power)
  return fraction === '' ? whole : `${whole}.${fraction}`
}

function textOf({ tariff, useCase, period, registers, remarks }: RegisterResult): string[] {
  return [
    `${tariff} (TAF-${useCase}), ${toIsoInstant(period.start)} to ${toIsoInstant(period.end)}`,
    ...registers.map((register) => {
      const name = register.description === '' ? '' : `  ${register.description}`
      return `  ${writeObisCode(register.obis)}  ${wattHours(register)} Wh${name}`
    }),
    ...remarks.map((remark) => `  ${sentenceOf(remark)}`)
  ]
}
