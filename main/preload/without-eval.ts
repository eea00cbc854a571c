/**
 * Must be the first import of whatever runs in the window: zod asks at its first schema whether `new Function` works,
 * and the page's Content Security Policy reports the attempt as a violation.
 */

import { z } from 'zod'

z.config({ jitless: true })
