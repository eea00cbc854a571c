/** What changes one contract is done one after the other: each of it rests in between, and others are answered then. */

export type InTurn = <Value>(contract: string, work: () => Promise<Value>) => Promise<Value>

export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return (contract, work) => {
    const turn = (last.get(contract) ?? Promise.resolve()).then(work, work)
    last.set(contract, turn)
    const leave = (): void => {
      if (last.get(contract) === turn) last.delete(contract)
    }
    turn.then(leave, leave)
    return turn
  }
}
