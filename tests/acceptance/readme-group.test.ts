/**
 * The README's section for organisers, run as it stands: the commands of its rehearsal lead to the first sum of ten homes.
 * The sum comes at the end of the second interval of five minutes, so this runs with WATTVEIL_FULL=1 only.
 */

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { describe, expect, it } from 'vitest'
import { groupCommand } from '../../cli/commands/group'
import { serveCommand } from '../../cli/commands/serve'
import { PROGRAM } from './run-wattveil'

const FULL = process.env['WATTVEIL_FULL'] === '1'
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const SECTION = README.slice(README.indexOf('## For energy communities'), README.indexOf('## What is promised'))
const HOMES = Array.from({ length: 10 }, (_, index) => `home${String(index + 1)}`)

function rehearsal(): string {
  const block = /```sh\n([\s\S]*?)```/u.exec(SECTION)?.[1]
  if (block === undefined) throw new Error('README: no rehearsal')
  return block
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
  })
}

async function withPorts(script: string): Promise<string> {
  const [collector, meters] = [await freePort(), await freePort()]
  return script.replaceAll('8443', String(collector)).replaceAll('8080', String(meters))
}

async function until(condition: () => boolean, seconds: number): Promise<boolean> {
  for (let second = 0; second < seconds; second++) {
    if (condition()) return true
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  return condition()
}

describe('the commands for organisers in the README', () => {
  it('are ones that the program has, with options that it knows', () => {
    const lines = [...SECTION.matchAll(/(?:npm run -s wattveil -- |^\s*(?:[A-Z_]+=\S+ )?wattveil )(.+)$/gmu)]
      .map(([, line]) => (line ?? '').replace(/\s*(?:[|>&]|\\).*$/u, ''))
      .filter((line) => line !== 'help')
    expect(lines.length).toBeGreaterThanOrEqual(12)
    for (const line of lines) {
      const [name, ...args] = line.match(/"[^"]*"|\S+/gu) ?? []
      const command = [groupCommand, serveCommand].find((each) => each.name === name)
      expect(command, line).toBeDefined()
      expect(
        () => parseArgs({ args, options: command!.options, allowPositionals: true, strict: true }),
        line
      ).not.toThrow()
    }
  })

  it.runIf(FULL)('lead from nothing to the first sum of ten homes', { timeout: 20 * 60_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wattveil-rehearsal-'))
    mkdirSync(path.join(folder, 'out'))
    symlinkSync(path.dirname(PROGRAM), path.join(folder, 'out', 'cli'))
    const script = `shopt -s expand_aliases\nset -e\nnpm() { :; }\n${await withPorts(rehearsal())}\nwait\n`
    const begun = performance.now()
    // A group of its own, so that everything it started can be ended together.
    const shell = spawn('bash', ['-c', script], { cwd: folder, detached: true, stdio: 'ignore' })
    const log = (home: string): string => {
      const file = path.join(folder, 'rehearsal', `${home}.log`)
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    }
    const hasSum = (home: string): boolean => /sums of 10 homes checked for [1-9]\d* of 288 intervals/u.test(log(home))
    try {
      const all = await until(() => HOMES.every(hasSum), 15 * 60)
      expect(all, HOMES.map(log).join('\n')).toBe(true)
      process.stdout.write(
        `readme-group: ten homes have a sum after ${String(Math.round((performance.now() - begun) / 1000))} s\n`
      )
    } finally {
      if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM')
      await until(() => shell.exitCode !== null || shell.signalCode !== null, 10)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
    }
  })
})
