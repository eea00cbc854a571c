/** Version of the program, from its package.json at build time. */

import description from '../package.json'

export const VERSION = description.version
