/** Contracts that a supplier would like to change: shown with what they change, taken or left by a person, never by themselves. */

import { describe, expect, it } from 'vitest'
import { pinContract } from '../../../app/bills/agree'
import { judgeOffer } from '../../../app/bills/amend/judge-offer'
import { answerOffer, fetchOffer, openOffers } from '../../../app/bills/amend/offers'
import { type Contract, contractVersion, encodeContract } from '../../../app/bills/documents/contract-document'
import { decodeSignedFile, encodeSignedFile, signFile, signedBytes } from '../../../app/bills/documents/signed-file'
import { encodeTariff, tariffVersion } from '../../../app/bills/documents/tariff-document'
import { readHeldContract } from '../../../app/bills/documents/held-document'
import type { SupplierLink } from '../../../app/bills/supplier-link'
import { addDays, toLocalDate } from '../../../app/domain/calendar'
import { toCents } from '../../../app/domain/money'
import { flatTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'

const LATER = toLocalDate('2026-06-01')

function home(): BillCase {
  const made = billCase({ seconds: 3600, tariff: flatTariff(exampleTerms()) })
  const later = flatTariff(exampleTerms())
  const file = signFile(
    primitives,
    'tariff',
    encodeTariff({ ...later, name: 'Später' }),
    made.supplierSeed,
    tariffVersion(later)
  )
  made.store.keepDocument({ hash: file.hash, kind: 'tariff', file: encodeSignedFile(file) })
  return made
}

function laterHash({ store, contract }: BillCase): string {
  return store.documents('tariff').find(({ hash }) => hash !== contract.document.tariffs[0]?.hash)?.hash ?? ''
}

function offerOf(made: BillCase, change: Partial<Contract> = {}, seed = made.supplierSeed): Uint8Array {
  const now = made.contract.document
  const offered: Contract = {
    ...now,
    amends: made.contract.hash,
    tariffs: [...now.tariffs, { hash: laterHash(made), from: LATER }],
    ...change
  }
  return encodeSignedFile(signFile(primitives, 'contract', encodeContract(offered), seed, contractVersion(offered)))
}

function linkWith(bytes: Uint8Array | null): SupplierLink {
  return {
    amendment: () => Promise.resolve(bytes),
    document: () => Promise.resolve(null)
  } as Partial<SupplierLink> as SupplierLink
}

const deps = (made: BillCase) => ({ primitives, store: made.store })
const held = ({ contract }: BillCase) => ({ ...contract, address: 'https://supplier.example' })
const fetched = (made: BillCase, bytes: Uint8Array | null) => fetchOffer(deps(made), held(made), linkWith(bytes))

describe('an amended contract', () => {
  it('waits for the person, says what it changes, and holds once it is accepted', async () => {
    const made = home()
    expect(await fetched(made, offerOf(made))).toBeNull()
    expect(await fetched(made, offerOf(made))).toBeNull()
    const [offer, ...more] = openOffers(deps(made))
    expect([more.length, offer?.from, offer?.refusals]).toEqual([0, LATER, []])
    expect(offer?.changes).toEqual([{ code: 'offer-tariff', params: { from: LATER, tariff: 'Später' } }])
    // As long as nobody has said yes, the contract is what it was.
    expect(made.store.contracts().map(({ hash }) => hash)).toEqual([made.contract.hash])
    answerOffer(deps(made), offer?.id ?? '', true)
    const held = made.store.contracts().map((stored) => readHeldContract(primitives, stored)?.document)
    expect(held.map((one) => one?.tariffs.length)).toEqual([1, 2])
    expect(made.store.contracts()[1]?.delivered).toBe(false)
    expect(openOffers(deps(made))).toEqual([])
    // What was answered before stays under the contract of then, and its bill stays right.
    expect((await made.verify(made.bill)).verdict).toBe('correct')
  })

  it('that was declined is not asked again, and one that was accepted stays', async () => {
    const made = home()
    await fetched(made, offerOf(made))
    answerOffer(deps(made), openOffers(deps(made))[0]?.id ?? '', false)
    await fetched(made, offerOf(made))
    expect(openOffers(deps(made))).toEqual([])
    expect(() => answerOffer(deps(made), 'f'.repeat(64), true)).toThrow('offer-unknown')
  })

  it('that comes too late for what holds now is none: an older one, and one changed under way', async () => {
    const made = home()
    const older = offerOf(made, { tariffs: made.contract.document.tariffs, last: toLocalDate('2026-12-31') })
    await fetched(made, offerOf(made))
    await fetched(made, older)
    expect(openOffers(deps(made)).length).toBe(2)
    const accepted = openOffers(deps(made)).find(({ changes }) => changes[0]?.code === 'offer-tariff')
    answerOffer(deps(made), accepted?.id ?? '', true)
    // The other one amends a contract that no longer holds: it went with it, and coming again it is refused.
    expect(openOffers(deps(made))).toEqual([])
    const current = readHeldContract(primitives, made.store.contracts()[1]!)
    expect(await fetchOffer(deps(made), { ...current!, address: null }, linkWith(older))).toBe('other-contract')
    const bytes = offerOf(home())
    const text = new TextDecoder().decode(bytes)
    const at = text.indexOf('"body":"') + 200
    const flipped = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    const again = home()
    expect(['malformed', 'not-signed']).toContain(await fetched(again, new TextEncoder().encode(flipped)))
    expect(openOffers(deps(again))).toEqual([])
  })

  it('that this household has signed before is taken back; one that somebody else has signed for it waits', async () => {
    const made = home()
    const offered = decodeSignedFile(primitives, offerOf(made))
    const signedBy = (seed: Uint8Array): Uint8Array =>
      encodeSignedFile({
        ...offered,
        householdSignature: primitives.ed25519.sign(seed, signedBytes('contract', offered.body))
      })
    expect(await fetched(made, signedBy(made.supplierSeed))).toBeNull()
    expect([openOffers(deps(made)).length, made.store.contracts().length]).toEqual([1, 1])
    expect(await fetched(made, signedBy(made.householdSeed))).toBe('taken-back')
    expect(openOffers(deps(made))).toEqual([])
    const [, taken, ...more] = made.store.contracts()
    expect([taken?.address, taken?.delivered, more]).toEqual(['https://supplier.example', true, []])
    // A contract that touches more than an amendment may is not taken back either, whoever has signed it.
    const other = home()
    const another = decodeSignedFile(primitives, offerOf(other, { billing: 'calendar-year' }))
    const householdSignature = primitives.ed25519.sign(other.householdSeed, signedBytes('contract', another.body))
    expect(await fetched(other, encodeSignedFile({ ...another, householdSignature }))).toBe('changes-too-much')
    expect(other.store.contracts().length).toBe(1)
  })

  it('that comes as a file is spoken of where the one before is, unless it is of other parties', () => {
    const made = home()
    const [first] = made.store.contracts()
    const store = { ...made.store, contracts: () => [{ ...first!, address: 'https://supplier.example' }] }
    const addresses = (offer: Uint8Array, seed: Uint8Array): (string | null)[] => {
      const kept: (string | null)[] = []
      const file = decodeSignedFile(primitives, offer)
      const householdSignature = primitives.ed25519.sign(seed, signedBytes('contract', file.body))
      const keepContract = ({ address }: { address: string | null }): void => void kept.push(address)
      pinContract({ primitives, store: { ...store, keepContract } }, encodeSignedFile({ ...file, householdSignature }))
      return kept
    }
    expect(addresses(offerOf(made), made.householdSeed)).toEqual(['https://supplier.example'])
    const stranger = seededRandom('stranger').bytes(32)
    const household = { key: primitives.ed25519.publicKey(stranger) }
    expect(addresses(offerOf(made, { household }), stranger)).toEqual([null])
    expect(addresses(offerOf(made, { amends: 'ab'.repeat(32) }), made.householdSeed)).toEqual([null])
  })

  it('by somebody else, for another contract, or changing what only a new contract can, is none', async () => {
    const made = home()
    const stranger = seededRandom('stranger').bytes(32)
    const { document } = made.contract
    const key = primitives.ed25519.publicKey(stranger)
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [offerOf(made, {}, stranger), 'not-signed'],
      [offerOf(made, { supplier: { ...document.supplier, key } }, stranger), 'not-signed'],
      [offerOf(made, { amends: 'a'.repeat(64) }), 'other-contract'],
      [offerOf(made, { amends: undefined }), 'other-contract'],
      [offerOf(made, { id: 'M-2026-9999' }), 'changes-too-much'],
      [offerOf(made, { household: { key } }), 'changes-too-much'],
      [
        offerOf(made, {
          first: addDays(document.first, -1),
          tariffs: [{ ...document.tariffs[0]!, from: addDays(document.first, -1) }]
        }),
        'changes-too-much'
      ],
      [offerOf(made, { billing: 'calendar-year' }), 'changes-too-much'],
      [offerOf(made, { tariffs: [{ hash: laterHash(made), from: document.first }] }), 'changes-too-much'],
      [
        offerOf(made, {
          registers: [
            {
              ...document.registers[0]!,
              start: null,
              genesis: { ...document.registers[0]!.genesis, sig: new Uint8Array(64) }
            }
          ]
        }),
        'changes-too-much'
      ],
      [offerOf(made, { tariffs: document.tariffs }), 'changes-too-much'],
      [new TextEncoder().encode('{}'), 'malformed']
    ]
    for (const [bytes, reason] of cases) expect(await fetched(made, bytes)).toBe(reason)
    expect(made.store.offers()).toEqual([])
  })

  it('that would open too much, or change what is billed already, cannot be accepted', async () => {
    const made = home()
    const billed = offerOf(made, {
      tariffs: [...made.contract.document.tariffs, { hash: laterHash(made), from: toLocalDate('2026-03-20') }]
    })
    await fetched(made, billed)
    const [offer] = openOffers(deps(made))
    expect(offer?.refusals[0]).toEqual({ code: 'offer-in-the-past', params: { last: '2026-03-31' } })
    expect(() => answerOffer(deps(made), offer?.id ?? '', true)).toThrow('offer-refused')
    const unknown = home()
    const other = offerOf(unknown, {
      tariffs: [...unknown.contract.document.tariffs, { hash: 'c'.repeat(64), from: LATER }]
    })
    await fetched(unknown, other)
    expect(openOffers(deps(unknown))[0]?.refusals.map(({ code }) => code)).toContain('tariff-unknown')
  })

  it('names every kind of change', () => {
    const made = home()
    const now = made.contract.document
    const operator = { name: 'Netz Musterau', key: primitives.ed25519.publicKey(seededRandom('operator').bytes(32)) }
    const judged = judgeOffer(
      { primitives, contract: made.contract, tariffOf: () => made.tariff, answeredTo: null },
      offerOf(made, {
        tariffs: now.tariffs,
        last: toLocalDate('2027-02-28'),
        instalments: [{ from: LATER, day: 15, cents: toCents(9500n) }],
        operator,
        index: null
      })
    )
    expect(judged.ok && judged.offer.changes.map(({ code }) => code)).toEqual([
      'offer-instalment',
      'offer-end',
      'offer-operator',
      'offer-publisher'
    ])
  })
})
