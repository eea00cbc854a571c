/** A command as `wattveil` runs it, in this process: what it ends with, and what it wrote. */

import { vi } from 'vitest'
import type { Command } from '../../cli/command'
import { run } from '../../cli/run'

export type Ran = { readonly code: number; readonly out: string; readonly err: string }

export async function runCommand(commands: readonly Command[], argv: readonly string[]): Promise<Ran> {
  const written = { out: '', err: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream === 'stdout' ? 'out' : 'err'] += String(text)
      return true
    })
  )
  try {
    return { code: await run(commands, argv), ...written }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
