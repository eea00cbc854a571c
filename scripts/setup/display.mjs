/** A virtual X display of our own for tests: no race for numbers, no xauth, ended by its own id. */

import { spawn } from 'node:child_process'

/**
 * @typedef {object} VirtualDisplay
 * @property {string} name for DISPLAY, such as ":99"
 * @property {() => void} stop
 */

/**
 * Starts Xvfb, which picks a free display number itself and writes it to file descriptor 3.
 * @param {string} size such as "1600x1200"
 * @returns {Promise<VirtualDisplay>}
 */
export async function startVirtualDisplay(size) {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe']
  })
  const stop = () => void server.kill('SIGTERM')
  const number = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error('Xvfb did not start within 10 s.'))
    }, 10_000)
    const settle = (/** @type {() => void} */ then) => {
      clearTimeout(timer)
      then()
    }
    server.once('error', (error) => settle(() => reject(error)))
    server.once('exit', (code) => settle(() => reject(new Error(`Xvfb ended with code ${code}.`))))
    const pipe = /** @type {import('node:stream').Readable} */ (server.stdio[3])
    pipe.once('data', (chunk) => settle(() => resolve(String(chunk).trim())))
  })
  server.unref()
  return { name: `:${number}`, stop }
}
