/**
 * A second implementation in small, written from docs/protocol alone: nothing of this program is imported. What it reads
 * out of the vectors, and what it refuses in them, is what somebody in another language would read and refuse.
 */

import { ristretto255 } from '@noble/curves/ed25519.js'
import { createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, verify } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Vector = {
  readonly name: string
  readonly message: string
  readonly wire: string
  readonly expected: unknown
  readonly context: Readonly<Record<string, unknown>>
}

const folder = new URL('.', import.meta.url)
const vectors: readonly Vector[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector)
const named = (name: string): Vector => vectors.find((vector) => vector.name === name)!
const wireOf = (name: string): Buffer => Buffer.from(named(name).wire, 'hex')

// docs/protocol/primitives.md 3, 4, 5
const u = (bytes: number, value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex')
const LP = (...fields: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(fields.flatMap((field) => [u(4, BigInt(Buffer.byteLength(field))), Buffer.from(field)]))
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

function unLP(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) throw new Error('cut off')
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw new Error('cut off')
    fields.push(bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** Fields of a labelled LP: each of exactly so many bytes; null where any length may stand. */
function body(bytes: Buffer, label: string, lengths: readonly (number | null)[]): Buffer[] {
  const [first, ...fields] = unLP(bytes)
  if (first?.toString('latin1') !== `wattveil/v1/${label}`) throw new Error('label')
  if (fields.length !== lengths.length) throw new Error('fields')
  for (const [index, length] of lengths.entries()) {
    if (length !== null && fields[index]!.length !== length) throw new Error('length')
  }
  return fields
}

const signed = (key: Buffer, message: Buffer, signature: Buffer): boolean =>
  verify(
    null,
    message,
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]),
      format: 'der',
      type: 'spki'
    }),
    signature
  )

// docs/protocol/rounds.md 2.2 to 2.9
function readEnrol(wire: Buffer) {
  const [enrol, byMeter, byMember, ...more] = unLP(wire)
  if (!enrol || byMeter?.length !== 64 || byMember?.length !== 64 || more.length > 0) throw new Error('fields')
  const [gid, id, meterId, meterPk, level, from, to] = body(enrol, 'enrol', [32, 32, null, 32, 1, 8, 8])
  if (!/^[0-9A-Z]{1,32}$/u.test(meterId!.toString('latin1')) || level![0]! > 2) throw new Error('meter or level')
  const seconds = to!.readBigUInt64BE() - from!.readBigUInt64BE()
  if (seconds <= 0n || seconds > 397n * 86_400n) throw new Error('validity')
  const holds = signed(meterPk!, enrol, byMeter) && signed(id!, enrol, byMember)
  return { gid: gid!, id: id!, meterId: meterId!, meterPk: meterPk!, holds }
}

function readKeys(wire: Buffer) {
  const [keys, signature, ...more] = unLP(wire)
  if (!keys || signature?.length !== 64 || more.length > 0) throw new Error('fields')
  const [gid, epoch, exchange] = body(keys, 'keys', [32, 8, 32])
  if (epoch!.readBigUInt64BE() > 4_223_371_679n) throw new Error('range')
  return {
    gid: gid!,
    epoch: epoch!.readBigUInt64BE(),
    exchange: exchange!,
    by: (id: Buffer) => signed(id, keys, signature)
  }
}

function readRoster(wire: Buffer, k: Buffer) {
  const [roster, signature, ...rest] = unLP(wire)
  const [label, gid, epoch, attempt, count, ...entries] = unLP(roster!)
  if (label?.toString('latin1') !== 'wattveil/v1/roster') throw new Error('label')
  const n = count!.readUInt16BE()
  if (n > 200 || entries.length !== 3 * n || entries.some(({ length }) => length !== 32)) throw new Error('members')
  const members = Array.from({ length: n }, (_, i) => ({
    id: entries[3 * i]!,
    meterPk: entries[3 * i + 1]!,
    x: entries[3 * i + 2]!
  }))
  const attached = Array.from({ length: n }, (_, i) => ({
    enrol: readEnrol(rest[2 * i]!),
    keys: readKeys(rest[2 * i + 1]!)
  }))
  const ascending = members.every(({ id }, i) => i === 0 || Buffer.compare(members[i - 1]!.id, id) < 0)
  const fits = attached.every(({ enrol, keys }, i) => {
    const { id, meterPk, x } = members[i]!
    const same = enrol.id.equals(id) && enrol.meterPk.equals(meterPk) && keys.exchange.equals(x)
    const here = enrol.gid.equals(gid!) && keys.gid.equals(gid!) && keys.epoch === epoch!.readBigUInt64BE()
    return same && here && enrol.holds && keys.by(id)
  })
  const good = ascending && fits && signed(k, roster!, signature!) && attempt![0]! >= 1 && attempt![0]! <= 3
  return { rho: sha256(roster!), epoch: epoch!.readBigUInt64BE(), members, attached, good }
}

function readSubmit(
  wire: Buffer,
  rounds: number,
  seconds: bigint,
  obis: Buffer,
  roster: ReturnType<typeof readRoster>
) {
  const [submit, signature, ...coordinates] = unLP(wire)
  if (coordinates.length !== 3 * rounds) throw new Error('rounds')
  const lengths = [32, 32, 8, 32, 64, ...Array<number>(rounds).fill(32)]
  const [rho, id, counter, before, head, ...hashes] = body(submit!, 'submit', lengths)
  const at = roster.members.findIndex((member) => member.id.equals(id!))
  if (at === -1 || !rho!.equals(roster.rho) || !signed(id!, submit!, signature!)) return 'not of a member'
  const { meterId, meterPk } = roster.attached[at]!.enrol
  let hash: Buffer = before!
  let signedHead: Buffer = Buffer.alloc(0)
  for (let k = 0; k < rounds; k++) {
    const [c, m, s] = coordinates.slice(3 * k, 3 * k + 3)
    const t = roster.epoch * BigInt(rounds) + BigInt(k)
    if (!hashes[k]!.equals(sha256(LP('wattveil/v1/coord', rho!, id!, u(8, t), c!, m!, s!)))) return 'coordinate'
    const place = [meterId, obis, u(8, counter!.readBigUInt64BE() + BigInt(k)), u(8, t * seconds), u(4, seconds)]
    hash = sha256(LP('wattveil/v1/rec', ...place, u(2, 0n), c!, hash))
    signedHead = LP('wattveil/v1/head', ...place, hash)
  }
  return signed(meterPk, signedHead, head!) ? 'ok' : 'head'
}

const group = unLP(wireOf('group-good'))
const [, k, , , , obis, , secondsField] = group
const SECONDS = BigInt(secondsField!.readUInt32BE())
const ROUNDS = Number(86_400n / SECONDS)
const roster = readRoster(wireOf('roster-good'), k!)

/** Whether what the document says leads to this vector's outcome: every way to be refused counts as one. */
function accepts(work: () => boolean): boolean {
  try {
    return work()
  } catch {
    return false
  }
}

const JUDGES: Readonly<Record<string, (vector: Vector) => boolean>> = {
  enrol: ({ wire }) => readEnrol(Buffer.from(wire, 'hex')).holds,
  keys: ({ wire, context }) => readKeys(Buffer.from(wire, 'hex')).by(Buffer.from(String(context['memberId']), 'hex')),
  submit: ({ wire }) => readSubmit(Buffer.from(wire, 'hex'), ROUNDS, SECONDS, obis!, roster) === 'ok',
  endorse: ({ wire }) => {
    const [endorse, signature, ...more] = unLP(Buffer.from(wire, 'hex'))
    const [, id] = body(endorse!, 'endorse', [32, 32, 32])
    return more.length === 0 && signed(id!, endorse!, signature!)
  },
  refuse: ({ wire }) => {
    const [refuse, signature, ...more] = unLP(Buffer.from(wire, 'hex'))
    const [, id] = body(refuse!, 'refuse', [32, 32])
    return more.length === 0 && signed(id!, refuse!, signature!)
  }
}

/** What takes more than the bytes and signatures of one message: the key rule of docs/protocol/primitives.md 6. */
const NOT_HERE: ReadonlySet<string> = new Set(['enrol-small-order-meter-key'])

describe('a second implementation from docs/protocol', () => {
  it.each(Object.keys(JUDGES))('takes every good %s and refuses every bad one', (message) => {
    const own = vectors.filter((vector) => vector.message === message && !NOT_HERE.has(vector.name))
    expect(own.filter(({ expected }) => expected === 'ok').length).toBeGreaterThan(0)
    expect(own.filter(({ expected }) => expected !== 'ok').length).toBeGreaterThan(0)
    for (const vector of own) {
      expect([vector.name, accepts(() => JUDGES[message]!(vector))]).toEqual([vector.name, vector.expected === 'ok'])
    }
  })

  it('reads the roster, its attachments and its hash, and refuses what is in no order, unsigned or does not fit', () => {
    expect(roster.good).toBe(true)
    expect(sha256(wireOf('group-good')).toString('hex')).toBe(named('group-good').context['gid'])
    expect(roster.rho.toString('hex')).toBe(named('pads-good').context['rho'])
    const broken = vectors.filter(
      ({ message, expected }) =>
        message === 'roster' &&
        /^(?:format|roster-(?:attempt|order|signature)|enrol-(?:signature|mismatch)|keys-)/u.test(String(expected))
    )
    expect(broken.length).toBeGreaterThan(10)
    for (const { name, wire } of broken) {
      expect([name, accepts(() => readRoster(Buffer.from(wire, 'hex'), k!).good)]).toEqual([name, false])
    }
  })

  it('makes the pads of a member, and with them the masked reading and the point of its ENDORSE', () => {
    const { context } = named('pads-good')
    const hex = (field: string): string => String(context[field])
    const ids = (context['memberIds'] as string[]).map((id) => Buffer.from(id, 'hex'))
    const keys = (context['exchangeKeys'] as string[]).map((key) => Buffer.from(key, 'hex'))
    const rho = Buffer.from(hex('rho'), 'hex')
    const t = u(8, BigInt(String(context['t'])))
    const L = 2n ** 252n + 27742317777372353535851937790883648493n
    const W = (bytes: Buffer): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`) % L
    const secret = createPrivateKey({
      key: Buffer.concat([
        Buffer.from('302e020100300506032b656e04220420', 'hex'),
        Buffer.from((context['exchangeSecrets'] as string[])[0]!, 'hex')
      ]),
      ...{ format: 'der', type: 'pkcs8' }
    })
    let [a, b] = [0n, 0n]
    for (let j = 1; j < ids.length; j++) {
      const publicKey = createPublicKey({
        key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), keys[j]!]),
        format: 'der',
        type: 'spki'
      })
      const [low, high] = [ids[0]!, ids[j]!].sort((one, other) => Buffer.compare(one, other))
      const shared = diffieHellman({ privateKey: secret, publicKey })
      const seed = Buffer.from(hkdfSync('sha512', shared, rho, LP('wattveil/v1/pair', low!, high!), 64))
      const pad = (label: string): bigint =>
        W(
          createHmac('sha512', seed)
            .update(LP(label, rho, t))
            .digest()
        )
      const sign = Buffer.compare(ids[0]!, ids[j]!) < 0 ? 1n : -1n
      a = (a + sign * pad('wattveil/v1/pad/v') + L) % L
      b = (b + sign * pad('wattveil/v1/pad/r') + L) % L
    }
    const scalar = (value: bigint): string => u(32, value).reverse().toString('hex')
    expect([scalar(a), scalar(b)]).toEqual([hex('sumOfPadValues'), hex('sumOfPadBlindings')])
    expect(scalar((BigInt(hex('value')) + a) % L)).toBe(hex('masked'))
    expect(scalar((W(Buffer.from(hex('blinding'), 'hex')) + b) % L)).toBe(hex('maskedBlinding'))
    const G = ristretto255.Point.BASE
    const H = ristretto255.Point.fromHex('8c9240b456a9e6dc65c377a1048d745f94a08cdb7f44cbcd7b46f34048871134')
    const [, , , P] = unLP(unLP(wireOf('endorse-good'))[0]!)
    expect(G.multiply(a).add(H.multiply(b)).toHex()).toBe(P!.toString('hex'))
  })
})
