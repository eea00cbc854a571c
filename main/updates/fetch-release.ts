/** Asks the feed for the newest release and its signature: two short, bounded requests, in the privacy log before they leave. */

import { AppError } from '../../app/app-error'
import { TransportError } from '../../app/ports'
import { type BeforeSend, request } from '../../adapters/http/request'
import type { Installation } from './installation'
import { MAX_RELEASE_BYTES, MAX_SIGNATURE_BYTES, type Release, readRelease } from './release'
import type { UpdateSource } from './update-source'

const TIMEOUT_MS = 20_000

/** @throws AppError update-unreachable and those of readRelease; whatever `record` throws, and then nothing has left */
export async function fetchRelease(
  { feed, key }: UpdateSource,
  { releaseName: name, ending }: Installation,
  record: BeforeSend
): Promise<Release> {
  const ask = async (file: string, maxBytes: number): Promise<Uint8Array> => {
    const leaving = { purpose: 'update-look', about: null, beforeSend: record } as const
    return (await request({ url: feed + file, method: 'GET', maxBytes, timeoutMs: TIMEOUT_MS, leaving })).body
  }
  const bytes = await ask(name, MAX_RELEASE_BYTES).catch((error: unknown) => {
    throw asUpdateFailure(error, 'update-malformed')
  })
  const signature = await ask(`${name}.sig`, MAX_SIGNATURE_BYTES).catch((error: unknown) => {
    // A feed that answers but shows no signature has shown nothing.
    throw error instanceof TransportError && error.failure === 'refused'
      ? new AppError('update-not-genuine')
      : asUpdateFailure(error, 'update-not-genuine')
  })
  return readRelease({ name, bytes, signature, key, ending })
}

function asUpdateFailure(error: unknown, unreadable: 'update-malformed' | 'update-not-genuine'): unknown {
  if (!(error instanceof TransportError)) return error
  if (error.failure !== 'too-large' && error.failure !== 'malformed') return new AppError('update-unreachable')
  return unreadable === 'update-malformed' ? new AppError('update-malformed') : new AppError('update-not-genuine')
}
