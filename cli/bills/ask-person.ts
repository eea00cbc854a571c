/** What a household is asked on the command line: numbers that leave only with its word, and contracts as offered. */

import type { ContractOffer, OpeningQuestion } from '../../app/contract'
import { sentenceOf, tariffSentenceOf } from '../sentences'

const REASONS: Readonly<Record<OpeningQuestion['reasons'][number], string>> = {
  'short-period': 'the period is shorter than 14 days',
  'after-restore': 'a backup was restored, and what was opened before is not all known',
  'opened-before': 'some of its days were opened before'
}

export function questionText({
  id,
  contract,
  supplier,
  first,
  last,
  reasons,
  numbers,
  tells,
  refused
}: OpeningQuestion): string[] {
  return [
    `${supplier}, contract ${contract}, ${first} to ${last}: asked because ${reasons.map((one) => REASONS[one]).join(', and ')}.`,
    ...numbers.map(({ cell, energy, amount }) =>
      cell === null ? `  amount: ${amount ?? 0} ct` : `  ${cell}: ${(energy ?? 0) / 1_000_000} kWh`
    ),
    ...tells.map(({ contract: earlier, first: from, last: to, onlyNow, onlyBefore }) => {
      const days = [...onlyNow, ...onlyBefore].map((span) =>
        span.first === span.last ? span.first : `${span.first} to ${span.last}`
      )
      const says =
        days.length === 0 ? 'the same days, divided otherwise' : `the difference tells the use of ${days.join(' and ')}`
      return `  known already: ${from} to ${to}${earlier === '' ? '' : ` (contract ${earlier})`}; ${says}`
    }),
    ...(refused
      ? [
          `  refused; ${refused.sentAt === null ? 'the supplier is told with the next exchange' : 'the supplier was told'}`
        ]
      : [`  wattveil bill refuse ${id}`]),
    `  wattveil bill allow ${id}`
  ]
}

export function offerText({ id, contract, supplier, from, changes, refusals }: ContractOffer): string[] {
  const changed = ({ code, params }: ContractOffer['changes'][number]): string => `  ${sentenceOf({ code, params })}`
  const refused = ({ code, params }: ContractOffer['refusals'][number]): string =>
    `  ${tariffSentenceOf({ code, params })}`
  return [
    `${supplier}, contract ${contract}, from ${from} on:`,
    ...changes.map(changed),
    ...(refusals.length === 0
      ? [`  wattveil bill accept ${id}`]
      : ['  It cannot be accepted:', ...refusals.map(refused)]),
    `  wattveil bill decline ${id}`
  ]
}
