/** Port: tariffs that the person has entered. They are notes of their own, signed by nobody, and open nothing. */

import type { UtcSeconds } from '../../domain/interval'

export type OwnTariff = {
  /** 32 hexadecimal digits. */
  readonly id: string
  /** Body of a tariff document, as JSON bytes. */
  readonly body: Uint8Array
  readonly savedAt: UtcSeconds
}

export type TariffStore = {
  /** In the order in which they were first saved. */
  all(): readonly OwnTariff[]
  /** Replaces the one with this id. */
  save(tariff: OwnTariff): void
  remove(id: string): void
}
