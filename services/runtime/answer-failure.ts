/** What a request comes to that no route could answer: an error of ours, or nobody is there any more to hear an answer. */

import type { Context } from 'hono'

/** Nobody hears it; counters tell those who hung up from failures of ours by it, as nginx does. */
const HUNG_UP = 499

/** For `onError` of every service. */
export function answerFailure(error: Error, context: Context): Response {
  return hungUp(error, context) ? new Response(null, { status: HUNG_UP }) : context.json({ code: 'failed' }, 500)
}

/** In the middle of a body, or too slow with it: the server has ended the connection, or the client has. */
function hungUp(error: Error, { req }: Context): boolean {
  return req.raw.signal.aborted && 'code' in error && error.code === 'ECONNRESET'
}
