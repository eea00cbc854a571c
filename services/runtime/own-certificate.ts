/**
 * A TLS certificate that a service signs for itself (RFC 5280, P-256: Electron's TLS knows no Ed25519 certificates). Its key
 * stays the same over restarts, so the pin in an invitation stays true; the certificate around it is made at each start.
 */

import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign
} from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import path from 'node:path'
import { makeFolder } from '../../adapters/system/make-folder'
import { createFileNow } from '../../adapters/system/replace-file'
import { AppError } from '../../app/app-error'

export type OwnCertificate = {
  /** PEM. Secret. */
  readonly key: string
  /** PEM. */
  readonly cert: string
  /** SHA-256 of the public key (SPKI, DER). */
  readonly pin: Uint8Array
}

const YEARS = 10
const DAY_MS = 86_400_000
const SEQUENCE = 0x30
const SET = 0x31
const ECDSA_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]
const COMMON_NAME = [0x55, 0x04, 0x03]
const ALTERNATIVE_NAMES = [0x55, 0x1d, 0x11]

/**
 * @param file  of the key; made where it is missing, readable by its owner only.
 * @param hosts names and IPv4 addresses under which the service is reached.
 * @throws AppError tls-key-malformed.
 */
export function ownCertificate(file: string, hosts: readonly string[], now = Date.now()): OwnCertificate {
  const key = keyOf(file)
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const body = bodyOf(spki, hosts, now)
  const signature = sign('sha256', body, key)
  const certificate = der(SEQUENCE, body, algorithm(), der(0x03, [0], signature))
  return {
    key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: pem(certificate),
    pin: new Uint8Array(createHash('sha256').update(spki).digest())
  }
}

function keyOf(file: string): KeyObject {
  if (existsSync(file)) return readKey(file)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  makeFolder(path.dirname(file), 0o700)
  createFileNow(file, privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return privateKey
}

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file))
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // What it is instead does not matter.
  }
  throw new AppError('tls-key-malformed')
}

function bodyOf(spki: Uint8Array, hosts: readonly string[], now: number): Buffer {
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, der(0x06, COMMON_NAME), der(0x0c, Buffer.from('Wattveil collector'))))
  )
  const validity = der(SEQUENCE, time(now - DAY_MS), time(now + YEARS * 365 * DAY_MS))
  const names = der(SEQUENCE, ...hosts.map(alternativeName))
  const extension = der(SEQUENCE, der(0x06, ALTERNATIVE_NAMES), der(0x04, names))
  const serial = randomBytes(16)
  // Positive, and not zero in front.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return der(
    SEQUENCE,
    der(0xa0, der(0x02, [2])),
    der(0x02, serial),
    algorithm(),
    name,
    validity,
    name,
    spki,
    ...(hosts.length > 0 ? [der(0xa3, der(SEQUENCE, extension))] : [])
  )
}

function alternativeName(host: string): Buffer {
  return isIPv4(host) ? der(0x87, host.split('.').map(Number)) : der(0x82, Buffer.from(host, 'ascii'))
}

function algorithm(): Buffer {
  return der(SEQUENCE, der(0x06, ECDSA_SHA256))
}

/** UTCTime to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function time(at: number): Buffer {
  const digits = `${new Date(at).toISOString().replace(/[-:T]/gu, '').slice(0, 14)}Z`
  return digits < '2050' ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

function der(tag: number, ...contents: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(contents.map((part) => Uint8Array.from(part)))
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.from([tag, ...size]), body])
}

function pem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/gu) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
