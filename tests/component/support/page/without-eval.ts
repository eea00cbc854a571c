/** Must be the first import of the page: zod asks at its first schema whether `new Function` works, and the CSP reports it. */

import { z } from 'zod'

z.config({ jitless: true })
