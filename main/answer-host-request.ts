/** Does for the core what only main can do. */

import type { HostAnswers, HostRequest } from './core-messages'
import type { FileTokens } from './file-tokens'
import type { ServiceProcesses } from './service-processes'

/** @throws AppError file-gone, service-failed */
export async function answerHostRequest(
  request: HostRequest,
  files: FileTokens,
  services: ServiceProcesses
): Promise<HostAnswers[HostRequest['kind']]> {
  switch (request.kind) {
    case 'resolve-file':
      return files.redeem(request.token, request.use)
    case 'start-service':
      return services.start(request.program, request.args)
    case 'stop-service':
      await services.stop(request.service)
      return {}
  }
}
