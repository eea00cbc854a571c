/** A systemd unit that starts one of these programs with the machine, with the command line as it was typed. */

import { userInfo } from 'node:os'
import path from 'node:path'
import { type Arguments, UsageError, optionalText, requiredText } from '../command'

/** Options that name a file or folder: systemd starts in another one. */
const PLACES: ReadonlySet<string> = new Set(['state', 'config'])

/** @param program the running one when absent. @throws UsageError without --state. */
export function systemdUnit(
  kind: string,
  args: Arguments,
  program: readonly string[] = [process.execPath, path.resolve(process.argv[1] ?? '')]
): string {
  const state = path.resolve(requiredText(args, 'state'))
  if (kind !== 'household' && optionalText(args, 'port') === undefined) {
    throw new UsageError('--print-unit needs --port: others have to find it after a restart')
  }
  const options = Object.entries(args.values).flatMap(([name, value]) => {
    if (name === 'print-unit' || name === 'json' || value === undefined || value === false) return []
    if (value === true) return [`--${name}`]
    return [`--${name}`, PLACES.has(name) ? path.resolve(value) : value]
  })
  return [
    '[Unit]',
    `Description=Wattveil ${kind}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    `User=${userInfo().username}`,
    // Only here $ stands for a variable.
    `ExecStart=${[...program, 'serve', kind, ...options].map((word) => quoted(word).replaceAll('$', () => '$$')).join(' ')}`,
    // What is being answered and the step that follows it get their time; then it is ended.
    'KillSignal=SIGTERM',
    'TimeoutStopSec=30',
    'Restart=on-failure',
    'RestartSec=10',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'PrivateTmp=yes',
    'ProtectSystem=strict',
    `ReadWritePaths=${quoted(state)}`,
    '',
    '[Install]',
    'WantedBy=multi-user.target'
  ].join('\n')
}

/** systemd.service(5), "Command lines": quotes and backslashes; % would stand for something else. */
function quoted(text: string): string {
  if (/[\p{Cc}]/u.test(text)) throw new UsageError('--print-unit: a path or option with control characters')
  const escaped = text.replace(/[\\"]/gu, '\\$&').replaceAll('%', '%%')
  return /^[\w./:@=+,-]+$/u.test(text) ? text : `"${escaped}"`
}
