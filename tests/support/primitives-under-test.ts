/** Both implementations of the primitives: what holds for one must hold for the other. */
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { noblePrimitives, type Primitives } from '../../crypto'

export const primitivesUnderTest: readonly (readonly [string, Primitives])[] = [
  ['noble', noblePrimitives],
  ['platform', createPlatformPrimitives()]
]
