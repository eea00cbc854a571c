/** Procedures around tables whose columns a person names: preview, remembering, sharing. */

import type { CoreProcedures } from '../../contract'
import type { Clock, Random } from '../../ports'
import { openLayout, saveLayout } from './layout-files'
import type { TableFileDeps } from './open-table'
import { previewFile } from './preview-file'
import { shareSample } from './share-sample'

export type TableProcedures = Pick<
  CoreProcedures,
  | 'readings.preview'
  | 'readings.keep-layout'
  | 'readings.save-layout'
  | 'readings.open-layout'
  | 'readings.share-sample'
>

export function tableProcedures(
  deps: TableFileDeps & { readonly clock: Clock; readonly random: Random }
): TableProcedures {
  return {
    'readings.preview': async (request) => previewFile(deps, request),
    'readings.keep-layout': async ({ layout }) => {
      deps.readings.layouts.keep(layout, deps.clock.now())
      return Promise.resolve({})
    },
    'readings.save-layout': async ({ layout, target }) => {
      await saveLayout(deps.documents, layout, target)
      return {}
    },
    'readings.open-layout': async ({ file }) => openLayout(deps.documents, file),
    'readings.share-sample': async (request) => shareSample(deps, request)
  }
}
