/** Starting a service as a process of its own; how, the caller decides (Node's child process, Electron's utility process). */

/** Names of the built service programs. */
export type ServiceProgram = 'virtual-meter' | 'collector' | 'supplier' | 'household' | 'neighbourhood'

export type LaunchedService = {
  /** Where it listens, or an empty text for a service that only asks others. */
  readonly url: string
  /** Asks it to end, waits a while, then makes it end. */
  stop(): Promise<void>
}

/**
 * Starts a service and resolves once it has announced itself.
 * @param onEnd called once if the process ends without having been asked to.
 * @throws AppError service-failed { program } when it ends or stays silent before that.
 */
export type Launch = (program: ServiceProgram, args: readonly string[], onEnd: () => void) => Promise<LaunchedService>
