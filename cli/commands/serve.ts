/** `wattveil serve`: one of the other side's programs, in the foreground, on the PC's clock. */

import { type Command, UsageError, atMost } from '../command'

export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve meter|collector|supplier|household --state DIR [--config FILE] [--port N] [--host H] [--tls]',
  summary: 'Runs a virtual meter, a collector, a supplier or a home without a window until it is stopped.',
  options: {
    state: { type: 'string' },
    config: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    tls: { type: 'boolean' },
    'public-address': { type: 'string' },
    metrics: { type: 'string' },
    meters: { type: 'string' },
    seconds: { type: 'string' },
    'print-unit': { type: 'boolean' }
  },
  help: [
    ['--state DIR', 'folder for its keys and data; made where it is missing'],
    ['--config FILE', 'JSON; an example of its kind when absent, and for meters what the folder keeps'],
    ['--port N', 'port it listens on; any free one when absent'],
    ['--host H', 'address a collector listens on; 127.0.0.1 when absent'],
    ['--tls', 'a collector makes a key of its own and encrypts; invitations name the key'],
    ['--public-address URL', 'where homes reach the collector, where that is not where it listens'],
    ['--metrics N', 'port on 127.0.0.1 for the counters of a collector'],
    ['--meters N', 'virtual meters to make at the first start, 1 to 200; 1 when absent. Their numbers are kept'],
    ['--seconds N', 'interval of meters that are made; 900 when absent'],
    ['--print-unit', 'prints a unit by which systemd starts this with the machine, and starts nothing']
  ],
  exitCodes: [
    [0, 'it was stopped, or its unit was printed'],
    [2, 'it could not start'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [kind] = args.positionals
    // What runs for days is loaded where it is asked for: every other command does without it.
    const { START, isKind } = await import('../serve/start-service')
    const { systemdUnit } = await import('../serve/systemd-unit')
    if (kind === undefined || !isKind(kind)) throw new UsageError('serve takes meter, collector, supplier or household')
    atMost(args, 1)
    if (args.values['print-unit'] === true) {
      const unit = systemdUnit(kind, args)
      output.result({ unit }, () => [unit])
      return 0
    }
    const service = await START[kind](args, output)
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    await service.close()
    return 0
  }
}
