/** Does something when the frame that is under way has been drawn, in a task of its own. */

export function afterFrame(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work))
}
