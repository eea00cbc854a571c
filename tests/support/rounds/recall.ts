/** Answers that are remembered up to a number of them: what is asked for again stays, what was not for longest goes. */

export type Recall<Value> = (name: string, make: () => Value) => Value

/** A throw is not remembered. */
export function createRecall<Value>(most: number): Recall<Value> {
  const answers = new Map<string, Value>()
  return (name, make) => {
    const known = answers.get(name)
    const answer = known ?? make()
    if (known !== undefined) answers.delete(name)
    else if (answers.size >= most) answers.delete(answers.keys().next().value ?? '')
    answers.set(name, answer)
    return answer
  }
}
