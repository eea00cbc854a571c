import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { membershipProcedures } from '../../../app/rounds/membership-procedures'
import { groupCommand } from '../../../cli/commands/group'
import { memoryDocuments } from '../../support/documents'
import { fastFolder } from '../../support/rounds/fast-folder'
import { createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { runCommand } from '../../support/run-command'

const all = (): ReturnType<typeof createNeighbourhood> => createNeighbourhood({ seed: 'no such file', households: 1 })

/** What somebody may take for an invitation. */
function notInvitations(): readonly (readonly [string, string])[] {
  const { invitation } = all()
  return [
    ['empty.json', ''],
    ['letter.txt', 'Dear neighbours'],
    ['bill.json', '{"format":"wattveil-bill/1"}'],
    ['expired.json', JSON.stringify({ ...invitation, expires: '2026-01-01' })],
    ['three.json', JSON.stringify({ ...invitation, group: { ...invitation.group, minRoster: 3 } })],
    ['large.json', `${JSON.stringify(invitation)}${' '.repeat(4000)}`]
  ]
}

describe('a file that is no invitation', () => {
  it('is named, and no home is made for it nor its meter touched', async () => {
    const folder = fastFolder()
    for (const [name, content] of notInvitations()) {
      writeFileSync(join(folder, name), content)
      const home = join(folder, 'home')
      const at = ['--household', home, '--meter', 'http://127.0.0.1:1/meters/1WVL0000000001']
      const { code, out, err } = await runCommand([groupCommand], ['group', 'join', join(folder, name), ...at])
      expect([code, out]).toEqual([2, ''])
      expect(err).toMatch(/^wattveil: The file \S+ is no invitation into a group, or it is damaged \(\S+\)\. .+\n$/u)
      expect(err).toContain(` ${name} `)
      expect(existsSync(home)).toBe(false)
    }
  })

  it('is named in the window too', async () => {
    const documents = memoryDocuments()
    const { rounds } = all().households[0]!
    const procedures = membershipProcedures(rounds, documents)
    for (const [name, content] of notInvitations()) {
      await expect(
        procedures['rounds.inspect-invitation']({ file: documents.put(name, content) })
      ).rejects.toMatchObject({ code: 'invitation-file-malformed', params: { file: name } })
      // Pasted, it has no name.
      await expect(procedures['rounds.inspect-invitation']({ text: content })).rejects.toMatchObject({
        code: 'invitation-malformed'
      })
    }
  })
})

describe('a home that has no meter', () => {
  it('is not made by joining without one', async () => {
    const folder = fastFolder()
    const file = join(folder, 'invitation.json')
    writeFileSync(file, JSON.stringify(all().invitation))
    const { code, err } = await runCommand([groupCommand], ['group', 'join', file, '--household', join(folder, 'home')])
    expect(code).toBe(2)
    expect(err).toContain('`wattveil group join` with --meter')
    expect(readdirSync(folder)).toEqual(['invitation.json'])
  })
})
