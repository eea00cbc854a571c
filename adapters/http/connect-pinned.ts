/** A TLS connection to whoever holds a certain key, and to nobody else. */

import { X509Certificate, createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { type TLSSocket, connect } from 'node:tls'

/** The other side holds another key than the invitation names. */
export class PinMismatch extends Error {
  override readonly name = 'PinMismatch'
}

/**
 * Connects and compares SHA-256 of the certificate's public key (SPKI, DER) with the pin before anything is sent. The
 * certificate's issuer, names and dates do not matter: the handshake proves who holds the key, and the pin came with the
 * invitation.
 * @param done called once, with the socket or with what went wrong; a socket that fails later says so itself.
 */
export function connectPinned(
  url: URL,
  pin: Uint8Array,
  done: (error: Error | null, socket: TLSSocket) => void
): TLSSocket {
  const host = url.hostname.replace(/^\[|\]$/gu, '')
  const socket = connect({
    host,
    port: Number(url.port || '443'),
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 ? { servername: host } : {}),
    // Nobody signs for a collector on a home server; the pin takes the place of an authority.
    rejectUnauthorized: false
  })
  const failed = (error: Error): void => {
    socket.destroy()
    done(error, socket)
  }
  socket.once('error', failed)
  socket.once('secureConnect', () => {
    socket.off('error', failed)
    if (holds(socket, pin)) done(null, socket)
    else failed(new PinMismatch('pin'))
  })
  return socket
}

function holds(socket: TLSSocket, pin: Uint8Array): boolean {
  const { raw } = socket.getPeerCertificate()
  // Absent where the other side showed none.
  if (!(raw as Buffer | undefined)) return false
  const spki = new X509Certificate(raw).publicKey.export({ format: 'der', type: 'spki' })
  const seen = createHash('sha256').update(spki).digest()
  return seen.length === pin.length && timingSafeEqual(seen, pin)
}
