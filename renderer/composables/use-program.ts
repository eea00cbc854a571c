/** The program's own state, shared by the frame and every page: profile, settings, clock, simulation, whether the core runs. */

import {
  type ComputedRef,
  type InjectionKey,
  type Ref,
  computed,
  inject,
  onScopeDispose,
  provide,
  shallowRef,
  watch
} from 'vue'
import type { Failure, PayloadOf, ProgramState, Settings, SimulationState } from '../../app/contract'
import { useAnswer } from './use-answer'
import { useClient } from './use-client'

export type CoreState = PayloadOf<'core.changed'>

export type Program = {
  readonly state: Readonly<Ref<ProgramState | null>>
  readonly error: Readonly<Ref<Failure | null>>
  readonly core: Readonly<Ref<CoreState>>
  readonly simulation: Readonly<Ref<SimulationState | null>>
  readonly isSimulated: ComputedRef<boolean>
  /** Seconds UTC that the pages go by. */
  readonly now: ComputedRef<number>
  readonly timeZone: ComputedRef<string>
  readonly reload: () => Promise<void>
  readonly changeSettings: (change: Partial<Settings>) => Promise<Failure | null>
  readonly startSimulation: () => Promise<Failure | null>
  readonly pauseSimulation: (paused: boolean) => Promise<Failure | null>
  readonly removeSimulation: () => Promise<Failure | null>
}

const KEY: InjectionKey<Program> = Symbol('program')
const CLOCK_STEP_MS = 20_000

/** Called once, by the root component. */
export function provideProgram(): Program {
  const { client } = useClient()
  // The first thing stored ends the first start, whichever it is.
  const state = useAnswer(() => client['program.state']({}), {
    events: ['program.changed', 'bills.changed', 'readings.changed']
  })
  const simulation = useSimulation()
  const isSimulated = computed(() => state.value.value?.profile === 'simulation')
  const program: Program = {
    state: state.value,
    error: state.error,
    core: useCore(state.reload),
    simulation: simulation.state,
    isSimulated,
    now: useClock(state.value, simulation.state, isSimulated),
    timeZone: computed(() => state.value.value?.timeZone ?? 'UTC'),
    reload: state.reload,
    async changeSettings(change) {
      const answer = await client['settings.change'](change)
      await state.reload()
      return answer.ok ? null : answer.error
    },
    startSimulation: simulation.start,
    pauseSimulation: simulation.pause,
    async removeSimulation() {
      const failure = await simulation.remove()
      await state.reload()
      return failure
    }
  }
  provide(KEY, program)
  return program
}

/** @throws TypeError outside of the root component's tree. */
export function useProgram(): Program {
  const program = inject(KEY)
  if (!program) throw new TypeError('no program was provided')
  return program
}

function useSimulation() {
  const { client, subscribe } = useClient()
  const state = shallowRef<SimulationState | null>(null)
  onScopeDispose(subscribe('simulation.changed', (payload) => (state.value = payload)))

  async function take(asked: ReturnType<(typeof client)['simulation.state']>): Promise<Failure | null> {
    const answer = await asked
    if (!answer.ok) return answer.error
    state.value = answer.value
    return null
  }

  void take(client['simulation.state']({}))
  return {
    state,
    start: () => take(client['simulation.start']({})),
    pause: (paused: boolean) => take(client['simulation.pause']({ paused })),
    remove: () => take(client['simulation.remove']({}))
  }
}

function useCore(reload: () => Promise<void>): Readonly<Ref<CoreState>> {
  const { client, subscribe } = useClient()
  const core = shallowRef<CoreState>({ running: true, failure: null })
  onScopeDispose(
    subscribe('core.changed', (payload) => {
      core.value = payload
      if (payload.running) void reload()
    })
  )
  void client['core.state']({}).then((answer) => answer.ok && (core.value = answer.value))
  return core
}

/** The real clock goes on between two states of the program; the simulated one moves only when it says so. */
function useClock(
  state: Readonly<Ref<ProgramState | null>>,
  simulation: Readonly<Ref<SimulationState | null>>,
  isSimulated: ComputedRef<boolean>
): ComputedRef<number> {
  const elapsed = shallowRef(0)
  let since = performance.now()
  const timer = setInterval(() => (elapsed.value = Math.floor((performance.now() - since) / 1000)), CLOCK_STEP_MS)
  onScopeDispose(() => clearInterval(timer))
  watch(state, () => {
    since = performance.now()
    elapsed.value = 0
  })
  return computed(() => {
    const told = state.value?.now ?? 0
    return isSimulated.value ? Math.max(simulation.value?.now ?? 0, told) : told + elapsed.value
  })
}
