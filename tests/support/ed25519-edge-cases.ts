/** Signatures on which libraries disagree: CCTV, speccheck, ZIP 215 and noble's own, from the optional shared data. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex, utf8 } from '../../crypto'

export type SignatureCase = {
  readonly note: string
  readonly key: string
  readonly message: Uint8Array
  readonly signature: string
}

/** @param folder of the shared data */
export function ed25519EdgeCases(folder: string): SignatureCase[] {
  type Cctv = {
    readonly number: number
    readonly key: string
    readonly sig: string
    readonly msg: string
    readonly flags: readonly string[] | null
  }
  type Speccheck = {
    readonly message: string
    readonly pub_key: string
    readonly signature: string
  }
  type Zip215 = {
    readonly vk_bytes: string
    readonly sig_bytes: string
  }
  const read = <Shape>(name: string): Shape =>
    JSON.parse(readFileSync(join(folder, 'vectors', 'ed25519-edge', name), 'utf8')) as Shape
  const speccheck = (name: string, file: string): SignatureCase[] =>
    read<Speccheck[]>(file).map(({ message, pub_key, signature }, index) => ({
      note: `${name} ${index}`,
      key: pub_key,
      message: fromHex(message),
      signature
    }))
  return [
    ...read<Cctv[]>('cctv-ed25519vectors.json').map(({ number, key, sig, msg, flags }) => ({
      note: `CCTV ${number} ${(flags ?? []).join(' ')}`,
      key,
      message: utf8(msg),
      signature: sig
    })),
    ...speccheck('speccheck', 'speccheck-cases.json'),
    ...speccheck('noble', 'noble-edge-cases.json'),
    ...read<Zip215[]>('noble-zip215.json').map(({ vk_bytes, sig_bytes }, index) => ({
      note: `ZIP 215 ${index}`,
      key: vk_bytes,
      message: utf8('Zcash'),
      signature: sig_bytes
    }))
  ]
}
