/** Parts of the bill vectors: texts of files, and what a household keeps. */

import type { Bill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { encodeHead } from '../../../app/domain/meter/record'
import { concatBytes, encodeScalar, toBase64, toHex, utf8 } from '../../../crypto'
import { type BillCase, primitives } from './bill-case'
import { memoryChains } from './memory-chains'
import type { LocalDamage } from './local-damage'
import type { BillVector, EvidenceFile } from './vector-files'

export type Draft = Omit<BillVector, 'expected'>

export const HOUR = 3600

export function vector(evidence: string, breaks: string, file: string, local: readonly LocalDamage[] = []): Draft {
  return { breaks, evidence, local, file, encoding: 'utf-8' }
}

export function textOf(made: BillCase, bill: Bill): string {
  return fileText(encodeSignedFile(made.sign(bill)))
}

export function signedText({ supplierSeed }: BillCase, body: string): string {
  return fileText(encodeSignedFile(signFile(primitives, 'bill', utf8(body), supplierSeed)))
}

export function tariffText({ store, bill }: BillCase): string {
  return fileText(store.document(bill.tariff)?.file ?? new Uint8Array(0))
}

export function rewritten(made: BillCase): string {
  const signed = made.sign(made.bill)
  const body = utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(signed.body)), null, 2))
  return fileText(encodeSignedFile({ ...signed, body }))
}

export function reordered(made: BillCase): string {
  const signed = made.sign(made.bill)
  const json = JSON.parse(new TextDecoder().decode(signed.body)) as object
  const body = utf8(JSON.stringify(Object.fromEntries(Object.entries(json).reverse())))
  return fileText(encodeSignedFile({ ...signed, body }))
}

/** The first amount plus l: the same modulo the group, another whole number (B5). */
export function wrapped(body: string): string {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  return body.replace(/"amount":"(\d+)"/u, (_, amount: string) => `"amount":"${BigInt(amount) + order}"`)
}

export function fileText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

export function evidenceOf(made: BillCase): EvidenceFile {
  const { chain, store, contract, bill, period } = made
  const response = store.response(contract.hash, period.start)
  const segment = bill.segments[0]
  if (!response || !segment) throw new RangeError('vectors: no response')
  const heads = [segment.first - 1, segment.last].flatMap(
    (counter) => memoryChains([chain]).headAt(chain.id, counter) ?? []
  )
  const usual = chain.genesis.genesis.seconds
  const openings = chain.entries.flatMap(({ opening }) => opening ?? [])
  return {
    genesis: { bytes: toHex(encodeGenesis(chain.genesis.genesis)), sig: toHex(chain.genesis.signature) },
    level: chain.level,
    values: openings.map(({ value }) => String(value)),
    blindings: toBase64(concatBytes(...openings.map(({ blinding }) => encodeScalar(blinding)))),
    commitments: toBase64(concatBytes(...chain.entries.map(({ record }) => record.commitment))),
    unusual: chain.entries.flatMap(({ record }) =>
      record.status !== 0 || record.seconds !== usual ? [[record.counter, record.seconds, record.status] as const] : []
    ),
    heads: heads.map(({ head, signature }) => ({ bytes: toHex(encodeHead(head)), sig: toHex(signature) })),
    registers: [period.start, period.end].map((at) => [at, String(chain.registers.get(at) ?? 0n)] as const),
    contract: fileText(store.contracts()[0]?.file ?? new Uint8Array(0)),
    tariff: tariffText(made),
    index: bill.index ? fileText(store.document(bill.index.list)?.file ?? new Uint8Array(0)) : null,
    response: { body: toHex(response.body), sig: toHex(response.signature) }
  }
}

export function withRegister({ bill, chain, period }: BillCase, more: bigint): Bill {
  const kwh = (at: number): bigint => (chain.registers.get(at) ?? 0n) / 1000n
  return {
    ...bill,
    registers: [{ ...chain.id, resolution: 1000, start: kwh(period.start), end: kwh(period.end) + more }]
  }
}
