/** An app as a household of the simulated neighbourhood: what its person would click, by itself. */

import type { AgreeOptions } from '../../app/bills/agree'
import type { App } from '../../app/create-app'
import { AppError } from '../../app/app-error'
import type { DrivenHousehold } from './act-on-step'

export type DrivenOptions = {
  readonly app: App
  readonly meterId: string
  readonly meterAddress: string
  readonly meterPassword: string
  /** Parsed JSON of the group's invitation. */
  readonly invitation: unknown
  /** The contract this household makes; null for none. */
  readonly contract: Omit<AgreeOptions, 'meterId'> | null
}

export function drivenHousehold(options: DrivenOptions): DrivenHousehold {
  const { app, meterId, meterAddress, meterPassword, invitation, contract } = options
  const isConnected = (): boolean => app.readings.meterStates().some((meter) => meter.meterId === meterId)
  const connectMeter = async (): Promise<void> => {
    if (isConnected()) return
    const { status } = await app.procedures['meter.connect']({ address: meterAddress, password: meterPassword })
    if (status !== 'connected') throw new AppError(`meter-${status}`)
  }
  return {
    connectMeter,
    agreeContract: async () => {
      if (!contract || app.bills.contractFiles().length > 0) return
      await app.bills.agree({ ...contract, meterId })
    },
    joinGroup: async () => {
      // A neighbour whose meter begins later than the own one connects it here at the latest.
      await connectMeter()
      if (!app.rounds.membership()) await app.rounds.join(invitation)
    },
    confirmMember: (identity) => {
      app.rounds.confirmMember(identity)
    },
    step: () => app.step(),
    identity: () => app.rounds.membership()?.identity ?? null
  }
}
