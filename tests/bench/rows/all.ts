/** Every row, in the order of docs/performance.md. */

import type { BenchRow } from '../bench-row'
import { appStart } from './app-start'

export const ALL_ROWS: readonly BenchRow[] = [appStart]
