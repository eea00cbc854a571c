/** Founds a group in the folder of a collector: whole, or nothing that a collector would take for one. */

import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { systemRandom } from '../../adapters/system/system-random'
import { plainText } from '../../app/rounds/messages/wire'
import type { Clock } from '../../app/ports'
import { type CollectorConfig, groupOfConfig } from './collector-config'
import { newGroupFolder, writeGroup } from './group-folder'
import { type OpenGroup, openGroup } from './open-group'

/**
 * @throws FormatError naming the rule that no household would join by, before anything is written; AppError group-exists,
 *   and those of openGroup.
 */
export function foundGroup(
  stateFolder: string,
  config: CollectorConfig,
  clock: Clock
): Pick<OpenGroup, 'name' | 'place'> & { readonly folder: string } {
  plainText(config.operator, 'operator')
  groupOfConfig(config, createPlatformPrimitives().ed25519.publicKey(systemRandom.bytes(32)))
  const folder = newGroupFolder(stateFolder, config)
  const group = openGroup(config, folder, clock)
  group.close()
  writeGroup(folder, config, group.invitation('http://127.0.0.1', null).group)
  return { name: group.name, place: group.place, folder }
}
