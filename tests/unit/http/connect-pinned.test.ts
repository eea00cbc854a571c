import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { request } from '../../../adapters/http/request'
import { type OwnCertificate, ownCertificate } from '../../../services/runtime/own-certificate'
import { serveRoutes } from '../../../services/runtime/serve'
import { temporaryFolder } from '../../support/temporary-folder'

async function secured(certificate: OwnCertificate): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = []
  const routes = new Hono()
  routes.post('/', async (context) => {
    seen.push(await context.req.text())
    return context.text('here')
  })
  const service = await serveRoutes({ routes, port: 0, tls: certificate })
  onTestFinished(() => service.close())
  return { url: service.url, seen }
}

const ask = (url: string, pin: Uint8Array | null) =>
  request({ url, method: 'POST', body: new TextEncoder().encode('reading'), pin, maxBytes: 100, timeoutMs: 5000 })

describe('a certificate of the collector’s own', () => {
  it('is one that OpenSSL reads, for the names asked for, by a key that only the owner may read', () => {
    const file = path.join(temporaryFolder(), 'deeper', 'tls.key')
    const { cert } = ownCertificate(file, ['lindenhof.example', '127.0.0.1'], Date.UTC(2026, 4, 1))
    const read = new X509Certificate(cert)
    expect(read.subjectAltName).toBe('DNS:lindenhof.example, IP Address:127.0.0.1')
    expect(read.verify(read.publicKey)).toBe(true)
    expect(new Date(read.validFrom).toISOString()).toBe('2026-04-30T00:00:00.000Z')
    expect(new Date(read.validTo).getUTCFullYear()).toBe(2036)
    expect(read.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('keeps its key, and so its pin, over restarts and over the year 2050', () => {
    const file = path.join(temporaryFolder(), 'tls.key')
    const first = ownCertificate(file, ['a.example'])
    const later = ownCertificate(file, ['b.example'], Date.UTC(2051, 0, 1))
    expect(later.pin).toEqual(first.pin)
    expect(new Date(new X509Certificate(later.cert).validTo).getUTCFullYear()).toBe(2060)
    expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY')
  })

  it('is refused where the key file is none', () => {
    const file = path.join(temporaryFolder(), 'tls.key')
    ownCertificate(file, [])
    for (const bad of ['', 'not a key']) {
      const other = path.join(temporaryFolder(), 'bad.key')
      writeFileSync(other, bad)
      expect(() => ownCertificate(other, [])).toThrowError(expect.objectContaining({ code: 'tls-key-malformed' }))
    }
  })
})

describe('a pinned connection', () => {
  it('reaches whoever holds the key', async () => {
    const certificate = ownCertificate(path.join(temporaryFolder(), 'tls.key'), ['127.0.0.1'])
    const { url, seen } = await secured(certificate)
    expect(new TextDecoder().decode((await ask(url, certificate.pin)).body)).toBe('here')
    expect(seen).toEqual(['reading'])
  })

  it('sends not a byte to anybody else', async () => {
    const certificate = ownCertificate(path.join(temporaryFolder(), 'tls.key'), ['127.0.0.1'])
    const stranger = ownCertificate(path.join(temporaryFolder(), 'tls.key'), ['127.0.0.1'])
    const { url, seen } = await secured(stranger)
    await expect(ask(url, certificate.pin)).rejects.toMatchObject({ failure: 'wrong-certificate' })
    await expect(ask(url, certificate.pin.subarray(0, 31))).rejects.toMatchObject({ failure: 'wrong-certificate' })
    // Without a pin the system's authorities decide, and none knows it.
    await expect(ask(url, null)).rejects.toMatchObject({ failure: 'wrong-certificate' })
    expect(seen).toEqual([])
  })

  it('is never made without encryption', async () => {
    await expect(ask('http://127.0.0.1:1', new Uint8Array(32))).rejects.toThrow(TypeError)
    await expect(ask('https://127.0.0.1:1', new Uint8Array(32))).rejects.toMatchObject({ failure: 'unreachable' })
  })
})
