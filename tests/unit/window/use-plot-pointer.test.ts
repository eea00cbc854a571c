import { beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { usePlotPointer } from '../../../renderer/components/charts/use-plot-pointer'

/** What is shown: a bar, or null. */
let shown: number | null = null
let chosen = 0
let pointer: ReturnType<typeof usePlotPointer>

const at = (clientX: number, clientY = 5): PointerEvent => ({ clientX, clientY, button: 0 }) as PointerEvent

beforeEach(() => {
  shown = null
  chosen = 0
  pointer = usePlotPointer({
    root: ref(null),
    count: () => 10,
    pitch: () => 10,
    onPoint: (index) => (shown = index),
    onChoose: () => chosen++,
    onZoom: () => undefined,
    onPan: () => undefined
  })
})

describe('a pointer in a plot', () => {
  it('shows the bar it is over, and none once it has left', () => {
    pointer.move(at(34))
    expect(shown).toBe(3)
    pointer.leave()
    expect(shown).toBeNull()
  })

  it('leaves the place of the keyboard alone while it rests and the page shifts under it', () => {
    pointer.move(at(34))
    pointer.keyed()
    shown = 7
    pointer.move(at(34))
    pointer.leave()
    pointer.move(at(34))
    expect(shown).toBe(7)
  })

  it('leads again as soon as it moves', () => {
    pointer.keyed()
    shown = 7
    pointer.move(at(34))
    pointer.move(at(35))
    expect(shown).toBe(3)
    pointer.leave()
    expect(shown).toBeNull()
  })

  it('chooses the bar under it also where a key went before', () => {
    pointer.keyed()
    shown = 7
    pointer.down(at(21))
    pointer.up()
    expect({ shown, chosen }).toEqual({ shown: 2, chosen: 1 })
  })
})
