/** The cryptography that is measured: the product's own. That of the tests remembers what it has computed. */

import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'

export const primitives = createPlatformPrimitives()
