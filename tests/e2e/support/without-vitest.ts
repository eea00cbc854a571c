/** Takes the place of vitest where the support of its tests runs in a program: the end of the program is the end of the test. */

const finished: (() => unknown)[] = []

export function onTestFinished(act: () => unknown): void {
  finished.push(act)
}

/** The newest first, as vitest does. */
export async function endTest(): Promise<void> {
  for (const act of finished.reverse()) await act()
}
