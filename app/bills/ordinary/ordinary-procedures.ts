/** Ordinary bills: offered from a PDF, kept as the person confirmed them, compared whenever they are looked at. */

import { FormatError, toHex } from '../../../crypto'
import { AppError } from '../../app-error'
import { checkShape } from '../../check-shape'
import type { CoreProcedures, OrdinaryBill, OrdinaryReport } from '../../contract'
import { ordinaryBill } from '../../contract/ordinary-bills'
import { daysBetween, toLocalDate } from '../../domain/calendar'
import type { Clock, Documents, Random } from '../../ports'
import { readWhole } from '../read-whole'
import { type CompareSources, compareBill } from './compare-bill'
import type { OrdinaryStore, StoredOrdinaryBill } from './ordinary-store'
import type { ReadPdfBill } from './read-pdf-bill'

export type OrdinaryDeps = {
  readonly store: OrdinaryStore
  readonly readPdf: ReadPdfBill
  readonly documents: Documents
  readonly clock: Clock
  readonly random: Random
  readonly compare: () => CompareSources
  /** Told after each change. */
  readonly changed: () => void
}

export type OrdinaryProcedureName =
  'ordinary.list' | 'ordinary.report' | 'ordinary.save' | 'ordinary.remove' | 'ordinary.read-pdf'

const MOST_BILLS = 1000
const MOST_DAYS = 800
const MOST_PDF_BYTES = 16 * 2 ** 20
const ID_BYTES = 16

/** @throws AppError bill-unknown, ordinary-period, ordinary-too-many; of a PDF what read-pdf-bill.ts says. */
export function ordinaryProcedures(deps: OrdinaryDeps): Pick<CoreProcedures, OrdinaryProcedureName> {
  const { store } = deps
  return {
    'ordinary.list': () =>
      Promise.resolve().then(() =>
        store.all().map((stored) => {
          const { supplier, number, first, last, total } = readBill(stored)
          return { id: stored.id, supplier, number, first, last, total }
        })
      ),
    'ordinary.report': ({ id }) => Promise.resolve().then(() => reportOf(deps, keptBill(store, id))),
    'ordinary.save': ({ id, bill }) => Promise.resolve().then(() => save(deps, id, bill)),
    'ordinary.remove': ({ id }) =>
      Promise.resolve().then(() => {
        store.remove(keptBill(store, id).id)
        deps.changed()
        return {}
      }),
    'ordinary.read-pdf': async ({ file }) => deps.readPdf(await readPdf(deps.documents, file))
  }
}

function save(deps: OrdinaryDeps, id: string | null, bill: OrdinaryBill): OrdinaryReport {
  const { store, clock, random } = deps
  assertPeriod(bill)
  if (id === null && store.all().length >= MOST_BILLS) throw new AppError('ordinary-too-many')
  const stored = {
    id: id === null ? toHex(random.bytes(ID_BYTES)) : keptBill(store, id).id,
    first: bill.first,
    bill: JSON.stringify(bill),
    at: clock.now()
  }
  store.keep(stored)
  deps.changed()
  return reportOf(deps, stored)
}

function reportOf({ compare }: OrdinaryDeps, stored: StoredOrdinaryBill): OrdinaryReport {
  const bill = readBill(stored)
  const { points, ...figures } = compareBill(compare(), bill)
  return { id: stored.id, at: stored.at, bill, ...figures, points: [...points].slice(0, 100) }
}

/** Some year or two of our time: anything else is a slip of the pen. */
function assertPeriod({ first, last }: OrdinaryBill): void {
  const days = daysOf(first, last)
  if (days === null || days < 0 || days > MOST_DAYS || first < '2000-01-01' || last > '2199-12-31') {
    throw new AppError('ordinary-period')
  }
}

function daysOf(first: string, last: string): number | null {
  try {
    return daysBetween(toLocalDate(first), toLocalDate(last))
  } catch {
    return null
  }
}

function keptBill(store: OrdinaryStore, id: string): StoredOrdinaryBill {
  const stored = store.one(id)
  if (!stored) throw new AppError('bill-unknown')
  return stored
}

function readBill({ bill }: StoredOrdinaryBill): OrdinaryBill {
  const parsed = checkShape(ordinaryBill, JSON.parse(bill))
  if (!parsed.success) throw new AppError('database-damaged')
  return parsed.data
}

async function readPdf(documents: Documents, token: string): Promise<Uint8Array> {
  try {
    return await readWhole(await documents.open(token), MOST_PDF_BYTES)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new AppError('pdf-too-long')
  }
}
