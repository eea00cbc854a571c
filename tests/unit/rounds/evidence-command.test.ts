import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { evidenceCommand } from '../../../cli/commands/evidence'
import { createOutput } from '../../../cli/output'
import { encodeEvidence } from '../../../app/rounds/evidence/evidence'
import { encodeRosterBody } from '../../../app/rounds/messages/roster'
import { fastFolder } from '../../support/rounds/fast-folder'
import { primitives } from '../../support/rounds/test-meter'
import { createCast } from '../../support/rounds/vector-cast'
import { type Ran, runCommand } from '../../support/run-command'

const cast = createCast('evidence command')

/** Two lists for one attempt: the second one without its last member. */
function twoRosters(otherSeed: Uint8Array): Uint8Array {
  const body = encodeRosterBody({ ...cast.roster.roster, members: cast.roster.roster.members.slice(0, -1) })
  const other = { body, signature: primitives.ed25519.sign(otherSeed, body) }
  return encodeEvidence({ group: cast.group, roster: cast.roster, claim: { kind: 'two-rosters', other } })
}

function wattveilEvidence(bytes: Uint8Array): Promise<Ran> {
  const file = join(fastFolder(), 'evidence')
  writeFileSync(file, bytes)
  return runCommand([evidenceCommand], ['evidence', file, '--json'])
}

describe('wattveil evidence', () => {
  it('proves two lists that the collector signed, without any household', async () => {
    const { code, out } = await wattveilEvidence(twoRosters(cast.collectorSeed))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      proven: true,
      kind: 'two-rosters',
      accused: 'collector',
      group: 'Lindenhof'
    })
  })

  it('says that a list which somebody else signed proves nothing', async () => {
    const { code, out } = await wattveilEvidence(twoRosters(cast.members[0]!.identity))
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ proven: false })
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a text', new TextEncoder().encode('the collector lied')],
    ['half of a file', twoRosters(cast.collectorSeed).slice(0, 500)]
  ])('takes %s for no evidence', async (_, bytes) => {
    const { code, err } = await wattveilEvidence(bytes)
    expect(code).toBe(2)
    expect(err).toContain('The file evidence is no evidence of a round')
  })

  it('says how the evidence of a bill is checked', async () => {
    const { code, err } = await wattveilEvidence(new TextEncoder().encode('{"format":"wattveil-evidence/1"}'))
    expect([code, err.trim()]).toEqual([
      2,
      'wattveil: This is the evidence of a bill. `wattveil verify FILE --without-readings` checks it.'
    ])
  })

  it('says it in a sentence, too', async () => {
    const lines: string[] = []
    const output = {
      ...createOutput(false),
      result: (_: unknown, asText: () => readonly string[]) => lines.push(...asText())
    }
    const file = join(fastFolder(), 'evidence')
    writeFileSync(file, twoRosters(cast.collectorSeed))
    expect(await evidenceCommand.run({ positionals: [file], values: {} }, output)).toBe(0)
    expect(lines[0]).toBe('Proven against: The collector')
  })
})
