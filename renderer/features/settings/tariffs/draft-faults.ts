/** What is wrong with a draft, by the place of the field: said beside the field, and together above the buttons. */

import { type InjectionKey, type Ref, inject, provide } from 'vue'
import type { TariffProblem } from '../../../../app/contract'
import type { TariffDraft } from './tariff-draft'

/** Sentence by place; an empty sentence stands for what the field says of itself: empty, or no number. */
export type DraftFaults = ReadonlyMap<string, string>

const KEY: InjectionKey<Readonly<Ref<DraftFaults>>> = Symbol('faults of a draft')

export function provideDraftFaults(faults: Readonly<Ref<DraftFaults>>): void {
  provide(KEY, faults)
}

/** @throws TypeError outside of the editor. */
export function useDraftFaults(): Readonly<Ref<DraftFaults>> {
  const faults = inject(KEY)
  if (!faults) throw new TypeError('no faults of a draft were provided')
  return faults
}

/** The core names a field of the document, or a component by its name. */
export function placeOf({ place }: Pick<TariffProblem, 'place'>, { components }: TariffDraft): string {
  const at = place.replace(/^tariff\.?/u, '')
  const named = components.findIndex(({ name }) => name === at)
  if (named >= 0) return `components.${named}`
  return at === 'valid' ? 'valid.to' : at
}

/** The component that a place lies in; null for the frame. */
export function componentAt(at: string, { components }: TariffDraft): string | null {
  const [, index] = /^components\.(\d+)/u.exec(at) ?? []
  return index === undefined ? null : (components[Number(index)]?.name ?? null)
}
