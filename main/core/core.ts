/** Entry of the core process: waits for the start message with the key, then answers calls until told to stop. */

import type { Leaving } from '../../adapters/http/request'
import { emptyDumps } from '../../adapters/system/empty-dumps'
import { createFileDocuments } from '../../adapters/system/file-documents'
import { unforeseen } from '../../app/unforeseen'
import type { CoreStart, FromCore, ToCore } from '../core-messages'
import { coreFailure } from './core-failure'
import { answerCall } from './answer-call'
import { type Core, composeCore } from './compose-core'
import { createHostRequests } from './host-requests'
import { createServiceLauncher } from './launch-services'
import { keepHeapSmall } from './small-heap'

emptyDumps()
// Node would write the message, too.
process.on('uncaughtException', (error) => {
  report(error)
  process.exit(1)
})
keepHeapSmall()

const host = createHostRequests((id, request) => post({ type: 'ask', id, request }))
const services = createServiceLauncher(host)
const core = startWhenTold()

function startWhenTold(): Promise<Core> {
  return new Promise((resolve) => {
    process.parentPort.on('message', ({ data }) => {
      const message = data as ToCore
      if (message.type === 'start') start(message).then(resolve, fail)
      else if (message.type === 'answer') host.settle(message.id, message.result)
      else if (message.type === 'service-ended') services.ended(message.service)
      else if (message.type === 'wake') void core.then(({ wake }) => wake())
      else if (message.type === 'call') void answer(message.id, message.name, message.request)
      else if (message.type === 'record') void record(message.id, message.leaving)
      else void stop()
    })
  })
}

async function start(message: CoreStart): Promise<Core> {
  const composed = await composeCore({
    start: message,
    programFolder: __dirname,
    documents: createFileDocuments((token, use) => host.ask({ kind: 'resolve-file', token, use })),
    launch: services.launch,
    emit: (name, payload) => post({ type: 'event', name, payload }),
    report
  })
  post({ type: 'ready' })
  return composed
}

function fail(error: unknown): void {
  post({ type: 'failed', error: coreFailure(error, report) })
}

async function answer(id: number, name: string, request: unknown): Promise<void> {
  const { procedures } = await core
  post({ type: 'result', id, result: await answerCall(procedures, name, request, report) })
}

async function record(id: number, leaving: Leaving): Promise<void> {
  const started = await core
  try {
    started.record(leaving)
    post({ type: 'result', id, result: { ok: true, value: null } })
  } catch (error) {
    post({ type: 'result', id, result: { ok: false, error: coreFailure(error, report) } })
  }
}

/** A core that never started has nothing to finish. */
async function stop(): Promise<void> {
  const started = await Promise.race([core, Promise.resolve(null)])
  await started?.stop().catch(report)
  process.exit(0)
}

function post(message: FromCore): void {
  process.parentPort.postMessage(message)
}

/** Standard error of this process is read by main. */
function report(error: unknown): void {
  process.stderr.write(`${unforeseen(error)}\n`)
}
