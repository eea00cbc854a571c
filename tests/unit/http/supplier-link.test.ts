import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Leaving } from '../../../adapters/http/request'
import { createHttpSupplierLinks } from '../../../adapters/http/supplier-link'
import type { SupplierLink } from '../../../app/bills/supplier-link'
import { toUtcSeconds } from '../../../app/domain/interval'

const HASH = 'ab'.repeat(32)
const period = { start: toUtcSeconds(3600), end: toUtcSeconds(7200) }

/** A supplier that answers as it is told. */
async function linkTo(
  answer: (request: IncomingMessage, response: ServerResponse) => void
): Promise<{ link: SupplierLink; sent: Leaving[] }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const sent: Leaving[] = []
  const links = createHttpSupplierLinks((leaving) => {
    sent.push(leaving)
  })
  return { link: links(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'Stromwerk Musterau'), sent }
}

const answering = (status: number, body: string) => linkTo((_, response) => response.writeHead(status).end(body))

describe('the link to a supplier', () => {
  it('asks where it should, and writes down first what leaves', async () => {
    const asked: string[] = []
    const { link, sent } = await linkTo((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
      response.end(JSON.stringify({ list: HASH }))
    })
    expect(await link.indexFor(period)).toBe(HASH)
    await link.sendResponse(HASH, new Uint8Array(3), new Uint8Array(64), period.start)
    expect(asked).toEqual(['GET /indexes?start=3600&end=7200', `POST /contracts/${HASH}/responses`])
    expect(sent.map(({ purpose, recipient, about }) => [purpose, recipient, about])).toEqual([
      ['bill-read', 'Stromwerk Musterau', period.start],
      ['bill-response', 'Stromwerk Musterau', period.start]
    ])
    expect(sent.every(({ bytes }) => bytes > 60)).toBe(true)
  })

  it.each([
    ['no JSON', 'hello'],
    ['another shape', '{"bills":"many"}'],
    ['names that are no hashes', '{"bills":["../../etc/passwd"]}'],
    ['a field more', `{"bills":[],"more":1}`]
  ])('takes an answer with %s for malformed', async (_, body) => {
    const { link } = await answering(200, body)
    await expect(link.bills(HASH)).rejects.toMatchObject({ name: 'TransportError', failure: 'malformed' })
  })

  it('says what else went wrong by its kind', async () => {
    const refused = await answering(422, '{"code":"does-not-open"}')
    await expect(
      refused.link.sendResponse(HASH, new Uint8Array(1), new Uint8Array(64), period.start)
    ).rejects.toMatchObject({
      failure: 'refused',
      status: 422
    })
    const flood = await linkTo((_, response) => response.end(Buffer.alloc(9 * 2 ** 20)))
    await expect(flood.link.document(HASH)).rejects.toMatchObject({ failure: 'too-large' })
    const gone = createHttpSupplierLinks(() => undefined)('http://127.0.0.1:9', null)
    await expect(gone.tariffs()).rejects.toMatchObject({ failure: 'unreachable' })
  })

  it('knows a document that is not there from a bill that should be', async () => {
    const { link } = await answering(404, '{"code":"unknown"}')
    expect(await link.document(HASH)).toBeNull()
    await expect(link.bill(HASH, HASH)).rejects.toMatchObject({ failure: 'refused', status: 404 })
    await expect(link.bills(HASH)).rejects.toMatchObject({ failure: 'malformed' })
  })
})
