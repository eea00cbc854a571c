/** Everything that can go wrong between homes and their collector, as the dice say, until it is over. */

import type { RoundTransport } from '../../../app/rounds/round-transport'
import { type Clock, TransportError } from '../../../app/ports'
import { type Fault, PowerCut, withChaos } from './chaos'
import type { Dice } from './dice'
import type { VillageOptions } from './memory/prepared-group'
import type { Home } from './test-household'

export type Storm = {
  readonly options: Required<Pick<VillageOptions, 'wrap' | 'onBoardWrite'>>
  /** From here on until `calm`, messages and writes fail. */
  begin(): void
  /** What was late arrives now. */
  calm(): Promise<void>
  /** Some of the homes act at the same time; who loses power starts again. @param isOff whose box is off. */
  turn(village: Stage, isOff: (index: number) => boolean): Promise<void>
}

type Stage = {
  readonly clock: Clock
  readonly collector: { step(): Promise<void> }
  readonly households: readonly Home[]
}

/** How often: of messages, of a home's writes, of the collector's. */
export type Weather = { readonly messages: number; readonly writes: number; readonly board: number }

const MESSAGE_FAULTS: readonly Fault[] = ['before', 'after', 'twice', 'late']
const WRITE_FAULTS: readonly Fault[] = ['before', 'after', 'twice']
const BOARD_FAULTS: readonly Fault[] = ['before', 'after']
/** Homes that act at once. */
const MOST_AT_ONCE = 4

export function createStorm(dice: Dice, weather: Weather): Storm {
  const late: (() => Promise<unknown>)[] = []
  let raging = false
  const fault = (share: number, faults: readonly Fault[]): Fault =>
    raging && dice.chance(share) ? dice.pick(faults) : 'none'
  const deliver = async (index: number): Promise<void> => {
    const [message] = late.splice(index, 1)
    try {
      await message?.()
    } catch (error) {
      // Its sender has gone on; what comes back is for nobody.
      if (!(error instanceof TransportError)) throw error
    }
  }
  return {
    options: {
      wrap: withChaos({
        onMessage: () => fault(weather.messages, MESSAGE_FAULTS),
        onWrite: () => fault(weather.writes, WRITE_FAULTS),
        later: (send) => late.push(send)
      }),
      onBoardWrite: () => fault(weather.board, BOARD_FAULTS)
    },
    begin: () => {
      raging = true
    },
    calm: async () => {
      raging = false
      while (late.length > 0) await deliver(0)
    },
    turn: async ({ households, collector }, isOff) => {
      if (dice.chance(0.3)) await collector.step()
      if (late.length > 0 && dice.chance(0.3)) await deliver(dice.below(late.length))
      const first = dice.below(households.length)
      const count = 1 + dice.below(MOST_AT_ONCE)
      const acting = Array.from({ length: count }, (_, offset) => (first + 3 * offset) % households.length)
      await Promise.all(acting.filter((index) => !isOff(index)).map((index) => fragileStep(households[index]!)))
    }
  }
}

/** A step that may be cut short; then the home starts again from what it has stored. */
export async function fragileStep(household: Home): Promise<void> {
  try {
    await household.rounds.step()
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error
    household.restart()
  }
}

/** Notes every SUBMIT that leaves a home. */
export function watched(transport: RoundTransport, note: (wire: Uint8Array) => void): RoundTransport {
  return {
    ...transport,
    submit: (epoch, wire) => {
      note(wire)
      return transport.submit(epoch, wire)
    }
  }
}
