/** Writes a group's invitation: as a file, and as a QR code in the terminal. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { replaceFileNow } from '../../adapters/system/replace-file'
import { AppError } from '../../app/app-error'
import { decodeInvitation, encodeInvitation } from '../../app/rounds/invitation'
import { type GroupParameters, groupId } from '../../app/rounds/messages/group-parameters'
import { type FoundedGroup, groupsIn, readTerms } from '../../services/collector/group-folder'
import { placeOf } from '../../services/collector/open-group'
import { ownCertificate } from '../../services/runtime/own-certificate'
import { type Arguments, type Output, UsageError, atMost, optionalText, requiredText } from '../command'
import { publicAddress } from './public-address'
import { TLS_KEY_FILE } from './tls-key-file'

export async function inviteHomes(args: Arguments, output: Output): Promise<number> {
  atMost(args, 1)
  const state = requiredText(args, 'state')
  const address = publicAddress('--address', requiredText(args, 'address'))
  const named = groupsIn(state).filter(
    ({ config }) => (optionalText(args, 'name') ?? config.group.name) === config.group.name
  )
  const [founded] = named
  if (!founded) throw new AppError('group-missing', { directory: state })
  if (named.length > 1) throw new UsageError('several groups are here: say which with --name')
  const keyFile = path.join(state, TLS_KEY_FILE)
  const pin = existsSync(keyFile) && address.startsWith('https:') ? ownCertificate(keyFile, []).pin : null
  const { group, place } = standing(founded)
  const { operator } = founded.config
  const invitation = encodeInvitation({ group, operator, address: `${address}/${place}`, pin })
  decodeInvitation(invitation)
  const file = optionalText(args, 'out') ?? `${group.name.replace(/[^\p{L}\p{N}]+/gu, '-')}.wattveil-group.json`
  replaceFileNow(file, `${JSON.stringify(invitation, null, 2)}\n`)
  output.result({ file, invitation }, () => [
    renderUnicodeCompact(JSON.stringify(invitation), { ecc: 'L', border: 2 }),
    `The invitation to ${group.name} is in ${file}.`,
    'Give it to each home by hand, on paper or in a message you trust: who can change it can pose as the collector.',
    ...securedBy(address, pin)
  ])
  return 0
}

/** Whoever invites before the collector has made its key would write what no home can use. */
function securedBy(address: string, pin: Uint8Array | null): string[] {
  if (pin) return [`Key of the collector's certificate: ${Buffer.from(pin).toString('hex')}`]
  if (!address.startsWith('https:')) return []
  return [
    'It names no key: homes take any certificate for this name that their system knows, as behind a proxy.',
    'If the collector encrypts by itself (serve collector --tls), start it once, then write this invitation again.'
  ]
}

function standing({ folder, config }: FoundedGroup): { readonly group: GroupParameters; readonly place: string } {
  const collector = { address: 'http://127.0.0.1', operator: config.operator }
  const { group } = decodeInvitation({ format: 'wattveil-group/1', collector, group: readTerms(folder) })
  return { group, place: placeOf(groupId(createPlatformPrimitives(), group)) }
}
