/** Of the connections that a service bears one stranger gets a share: whoever held all of them would shut everybody out. */

import type { Server, Socket } from 'node:net'
import { isThisPc, networkOf } from './remote-network'

/** Closes what an address (of IPv6 a network of 64 bits) opens beyond `most`, before it is read. */
export function limitConnections(
  server: Pick<Server, 'on'>,
  most: number,
  addressOf: (socket: Socket) => string = ({ remoteAddress }) => remoteAddress ?? ''
): void {
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const address = addressOf(socket)
    if (isThisPc(address)) return
    const network = networkOf(address)
    const held = open.get(network) ?? 0
    if (held >= most) {
      socket.destroy()
      return
    }
    open.set(network, held + 1)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left === 0) open.delete(network)
      else open.set(network, left)
    })
  })
}
