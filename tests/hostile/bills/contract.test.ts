/** Attacks on the way a contract comes about. */

import { describe, expect, it } from 'vitest'
import { agreeContract, pinContract } from '../../../app/bills/agree'
import { encodeContract } from '../../../app/bills/documents/contract-document'
import { decodeSignedFile, encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { type LocalDate, toLocalDate } from '../../../app/domain/calendar'
import { primitives } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'
import { hourly } from '../../support/bills/attack'

describe('attacks on contracts', { timeout: 60_000 }, () => {
  it('a contract without both signatures is not kept', () => {
    const made = hourly()
    const file = decodeSignedFile(primitives, made.store.contracts()[0]!.file)
    const offer = encodeSignedFile({ ...file, householdSignature: null })
    expect(() => pinContract(made.sources, offer)).toThrow('contract-not-signed')
    const forged = encodeSignedFile({ ...file, signature: file.householdSignature! })
    expect(() => pinContract(made.sources, forged)).toThrow('contract-not-signed')
    expect(pinContract(made.sources, encodeSignedFile(file)).document.id).toBe(made.contract.document.id)
  })

  it('an offer that differs from what was asked is not signed', async () => {
    const made = hourly()
    const tariffHash = made.contract.document.tariffs[0]!.hash
    const tariffFile = made.store.document(tariffHash)!.file
    const signed = (change: object) =>
      encodeSignedFile(
        signFile(primitives, 'contract', encodeContract({ ...made.contract.document, ...change }), made.supplierSeed)
      )
    const agree = (offer: Uint8Array, options: { last?: LocalDate | null; supplierKey?: Uint8Array } = {}) =>
      agreeContract(
        { ...made.sources, random: seededRandom('agree') },
        {
          tariffs: () => Promise.resolve([tariffHash]),
          document: () => Promise.resolve(tariffFile),
          offer: () => Promise.resolve(offer)
        } as unknown as Parameters<typeof agreeContract>[1],
        {
          address: 'http://127.0.0.1:1',
          meterId: made.chain.id.meterId,
          first: toLocalDate('2026-03-01'),
          last: options.last ?? null,
          tariffHash: null,
          supplierKey: options.supplierKey ?? null
        }
      )
    await expect(agree(signed({ first: toLocalDate('2026-03-02') }))).rejects.toThrow('offer-not-as-asked')
    await expect(agree(signed({ last: toLocalDate('2026-12-31') }))).rejects.toThrow('offer-not-as-asked')
    await expect(agree(signed({ household: { key: made.contract.document.supplier.key } }))).rejects.toThrow(
      'offer-not-as-asked'
    )
    await expect(agree(signed({}), { supplierKey: seededRandom('other').bytes(32) })).rejects.toThrow(
      'offer-not-signed'
    )
    const unsigned = signFile(
      primitives,
      'contract',
      encodeContract(made.contract.document),
      seededRandom('nobody').bytes(32)
    )
    await expect(agree(encodeSignedFile(unsigned))).rejects.toThrow('offer-not-signed')
    expect((await agree(signed({}))).document).toEqual(made.contract.document)
  })
})
