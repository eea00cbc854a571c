/** Finds a service's one-line announcement in what it prints. */

import { z } from 'zod'
import { checkShape } from '../../app/check-shape'

const announcement = z.strictObject({
  ready: z.string().max(40),
  url: z.string().max(200),
  slowArithmetic: z.boolean().optional()
})

/** @returns a function fed with output as it comes; it gives the address once, when the line is complete. */
export function createAnnouncementReader(): (chunk: string) => string | null {
  let text = ''
  let found = false
  return (chunk) => {
    if (found) return null
    text += chunk
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const url = addressIn(line)
      if (url === null) continue
      found = true
      return url
    }
    return null
  }
}

function addressIn(line: string): string | null {
  if (!line.startsWith('{')) return null
  try {
    const parsed = checkShape(announcement, JSON.parse(line))
    return parsed.success ? parsed.data.url : null
  } catch {
    return null
  }
}
