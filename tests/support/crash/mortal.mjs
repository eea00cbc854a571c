/**
 * Loaded before a built program (node --import): gives the core the port that Electron would, the time it is told, and a
 * death at a chosen point. Points are what changes something outside the process: statements and transactions of the
 * database, calls that write, sync, rename or remove files, requests and their answers.
 */

import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { Worker, isMainThread } from 'node:worker_threads'

/**
 * @typedef {object} Death
 * @property {'steps' | 'rows'} of counts everything but single rows of the database, or those alone
 * @property {number} at the how many-th
 * @property {'before' | 'during' | 'after'} when
 * @property {number} micros of 'during': how long into it
 */

/** @type {{ core: boolean, now: number | null, death: Death | null }} */
const plan = JSON.parse(process.env['WATTVEIL_MORTAL'] ?? 'null')
const passed = { steps: 0, rows: 0 }
const say = fs.writeSync
/** @type {Int32Array | null} */
let alarm = null

if (isMainThread && plan) {
  if (plan.core) actAsCore()
  if (plan.now !== null) standStill(plan.now * 1000)
  countFiles()
  countStatements()
  countRequests()
  if (plan.death?.when === 'during') alarm = startExecutioner(plan.death.micros)
  process.on('exit', () => say(1, `${JSON.stringify({ passed })}\n`))
}

function actAsCore() {
  const port = new EventEmitter()
  /** @type {unknown[]} */
  const early = []
  process.on('message', (data) => {
    if (port.listenerCount('message') > 0) port.emit('message', { data })
    else early.push(data)
  })
  port.on('newListener', () => setImmediate(() => early.splice(0).forEach((data) => port.emit('message', { data }))))
  Object.assign(process, {
    parentPort: Object.assign(port, { postMessage: (/** @type {any} */ m) => process.send?.(m) })
  })
}

/**
 * What looks at the clock now and then looks at once, as the clock does not move; whoever waits at most some seconds waits
 * longer, as a busy machine is not what is tried here.
 * @param {number} milliseconds
 */
function standStill(milliseconds) {
  Date.now = () => milliseconds
  const later = globalThis.setTimeout
  globalThis.setTimeout = /** @type {any} */ (
    (/** @type {() => void} */ work, /** @type {number} */ wait) => later(work, wait >= 1000 ? wait * 20 : wait)
  )
  const real = globalThis.setInterval
  globalThis.setInterval = /** @type {any} */ (
    (/** @type {() => void} */ work, /** @type {number} */ wait) =>
      real(() => {
        work()
        process.send?.({ type: 'looked' })
      }, wait / 500)
  )
}

function countFiles() {
  const sync = /** @type {any} */ (fs)
  const later = /** @type {any} */ (fs.promises)
  for (const name of ['writeFile', 'write', 'fsync', 'rename', 'link', 'rm', 'unlink', 'mkdir', 'copyFile', 'chmod']) {
    wrap(sync, `${name}Sync`)
    wrap(later, name)
  }
  wrap(sync, 'openSync', (args) => typeof args[1] === 'string' && args[1] !== 'r')
  const { open } = later
  let known = false
  later.open = async (/** @type {any[]} */ ...args) => {
    const handle = await (args[1] === 'r' ? open(...args) : step('steps', () => open(...args)))
    if (!known) for (const name of ['appendFile', 'sync', 'write']) wrap(Object.getPrototypeOf(handle), name)
    known = true
    return handle
  }
  syncBuiltinESMExports()
}

function countStatements() {
  const Database = createRequire(import.meta.url)('libsql')
  wrap(Database.prototype, 'exec')
  const { prepare } = Database.prototype
  let known = false
  Database.prototype.prepare = function (/** @type {string} */ sql) {
    const statement = prepare.call(this, sql)
    if (!known) wrap(Object.getPrototypeOf(statement), 'run', () => true, 'rows')
    known = true
    return statement
  }
}

function countRequests() {
  const real = http.request
  http.request = /** @type {any} */ (
    (/** @type {any[]} */ ...args) => {
      const asked = step('steps', () => /** @type {any} */ (real)(...args))
      asked.on('response', () => step('steps', () => null))
      return asked
    }
  )
}

/**
 * @param {any} holder
 * @param {string} name
 * @param {(args: any[]) => boolean} counts
 * @param {'steps' | 'rows'} kind
 */
function wrap(holder, name, counts = () => true, kind = 'steps') {
  const real = holder[name]
  holder[name] = function (/** @type {any[]} */ ...args) {
    return counts(args) ? step(kind, () => real.apply(this, args)) : real.apply(this, args)
  }
}

/** @param {'steps' | 'rows'} kind @param {() => any} work */
function step(kind, work) {
  passed[kind] += 1
  const { death } = plan
  if (!death || death.of !== kind || death.at !== passed[kind]) return work()
  if (death.when === 'before') die()
  if (alarm) {
    Atomics.store(alarm, 0, 1)
    Atomics.notify(alarm, 0)
  }
  const value = work()
  if (death.when === 'after') return value instanceof Promise ? value.then(die) : die()
  return value
}

function die() {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** Strikes from another thread, while this one is inside SQLite or the system. @param {number} micros */
function startExecutioner(micros) {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const code = `
    const { workerData: { shared, micros } } = require('node:worker_threads')
    Atomics.store(shared, 1, 1)
    Atomics.notify(shared, 1)
    Atomics.wait(shared, 0, 0)
    const end = process.hrtime.bigint() + BigInt(micros) * 1000n
    while (process.hrtime.bigint() < end);
    process.kill(process.pid, 'SIGKILL')`
  const worker = new Worker(code, { eval: true, workerData: { shared, micros }, execArgv: [] })
  worker.unref()
  return shared
}
