/** The program itself: state at start, settings, files, window controls, privacy log, simulation. */

import { z } from 'zod'
import { assuranceLevel, fileToken, localDate, nothing, params, code, shortText, utcSeconds } from './common'
import { papersContract } from './papers'
import { event, procedure } from './procedure'

export const language = z.enum(['de', 'en'])
export const appearance = z.enum(['system', 'light', 'dark'])

export const settings = z.strictObject({
  language,
  appearance,
  /** 90..150 percent. */
  textSize: z.number().int().min(90).max(150),
  /** Reduced motion even where the system does not ask for it. */
  calm: z.boolean(),
  /** IANA zone of the home: its midnights cut the days of all pages, wherever the PC is. */
  timeZone: shortText
})

export const meterState = z.strictObject({
  meterId: shortText,
  /** 'file': readings came from files only. */
  source: z.enum(['file', 'meter', 'simulated-meter']),
  status: z.enum(['connected', 'unreachable', 'wrong-password', 'chain-broken', 'none']),
  level: assuranceLevel.nullable(),
  /** End of the newest reading. */
  readUntil: utcSeconds.nullable(),
  seconds: z.number().int().nullable()
})

export const programState = z.strictObject({
  version: shortText,
  /** Nothing stored yet: the three doors are shown. */
  firstStart: z.boolean(),
  /** Which data the window shows; the simulation has a database of its own. */
  profile: z.enum(['own', 'simulation']),
  /** Where the key of the database lies, or what locks it; 'file' is weaker and said so in Settings. */
  keyProtection: z.enum(['os-keychain', 'file', 'passphrase']),
  settings,
  /** The fast arithmetic does not work here, and the slow one is in use: for arrivals, rounds and bills alike. */
  slowArithmetic: z.boolean(),
  meters: z.array(meterState).max(100),
  /** IANA zone that local days are cut by. */
  timeZone: shortText,
  /** The clock the pages go by; in the simulation this is not the PC's clock. */
  now: utcSeconds
})

export const simulationState = z.strictObject({
  phase: z.enum(['off', 'starting', 'preparing', 'running', 'paused', 'stopped', 'failed']),
  households: z.number().int(),
  /** Simulated time. */
  now: utcSeconds.nullable(),
  /** What is going on, for the locales; 'starting-services', 'reading-history', 'bills-issued', … */
  step: code.nullable(),
  /** 0..100 while preparing. */
  percent: z.number().int().min(0).max(100).nullable(),
  failure: z.strictObject({ code, params }).nullable()
})

export const privacyEntry = z.strictObject({
  id: z.number().int(),
  at: utcSeconds,
  recipient: shortText,
  /** Host and port; null in entries of versions that did not note it. */
  host: z.string().max(300).nullable(),
  purpose: code,
  bytes: z.number().int(),
  about: utcSeconds.nullable()
})

/** The sill: 96 quarter hours of the local day, 1 where something left the house. */
export const privacyDay = z.strictObject({
  date: localDate,
  now: utcSeconds,
  bytes: z.number().int(),
  messages: z.number().int(),
  /** 92, 96 or 100 entries of 0 or 1. */
  slots: z.array(z.number().int().min(0).max(1)).max(100),
  /** Index of the slot that is now; -1 when the day is not today. */
  currentSlot: z.number().int(),
  recipients: z
    .array(z.strictObject({ recipient: shortText, purpose: code, messages: z.number().int(), bytes: z.number().int() }))
    .max(50)
})

export const chosenFile = z.strictObject({ token: fileToken, name: shortText, bytes: z.number().int() })

export const programContract = {
  'program.state': procedure(nothing, programState),
  'settings.change': procedure(settings.partial(), settings),
  'meter.connect': procedure(z.strictObject({ address: shortText, password: shortText }), meterState),
  'meter.refresh': procedure(nothing, z.array(meterState).max(100)),
  'meter.disconnect': procedure(z.strictObject({ meterId: shortText }), nothing),
  'privacy.day': procedure(z.strictObject({ date: localDate.nullable() }), privacyDay),
  'privacy.list': procedure(
    z.strictObject({ limit: z.number().int().min(1).max(500), before: z.number().int().nullable() }),
    z.array(privacyEntry).max(500)
  ),
  /** The whole log as a file, newest first. @returns how many entries */
  'privacy.export': procedure(
    z.strictObject({ target: fileToken, style: z.enum(['csv', 'json']) }),
    z.strictObject({ entries: z.number().int() })
  ),
  'simulation.start': procedure(nothing, simulationState),
  'simulation.pause': procedure(z.strictObject({ paused: z.boolean() }), simulationState),
  'simulation.state': procedure(nothing, simulationState),
  'simulation.remove': procedure(nothing, simulationState),
  'program.changed': event(nothing),
  'simulation.changed': event(simulationState),
  'privacy.changed': event(nothing)
} as const

/** Answered by the main process, never by the core. */
export const shellContract = {
  'files.choose': procedure(
    z.strictObject({
      kind: z.enum(['readings', 'bill', 'prices', 'backup', 'invitation', 'layout']),
      multiple: z.boolean()
    }),
    z.array(chosenFile).max(100)
  ),
  'files.choose-target': procedure(
    z.strictObject({
      suggestedName: z.string().max(120),
      kind: z.enum(['csv', 'xml', 'pdf', 'text', 'evidence', 'backup', 'invitation', 'layout', 'json'])
    }),
    chosenFile.nullable()
  ),
  /** Files that the system handed over, by a double click for one; each is handed out once. Some may be gone. */
  'files.arrived': procedure(nothing, z.array(chosenFile).max(100)),
  'files.arriving': event(nothing),
  ...papersContract,
  /** Everything that the program keeps on this PC, under its key and beside it. */
  'data.delete-all': procedure(z.strictObject({ confirmed: z.literal(true) }), nothing),
  'window.control': procedure(z.strictObject({ action: z.enum(['minimise', 'toggle-maximise', 'close']) }), nothing),
  'window.state': procedure(
    nothing,
    z.strictObject({ controls: z.enum(['own', 'overlay', 'mac']), maximised: z.boolean() })
  ),
  /** Opens the key that a passphrase locks; the core then starts. */
  'protection.unlock': procedure(z.strictObject({ passphrase: z.string().max(1000) }), nothing),
  /** A new key for the database, locked by the passphrase or, with null, kept as well as this system can. */
  'protection.change': procedure(z.strictObject({ passphrase: z.string().min(10).max(1000).nullable() }), nothing),
  /** Deletes what a forgotten passphrase locks, for ever. */
  'protection.forget': procedure(z.strictObject({ confirmed: z.literal(true) }), nothing),
  'core.state': procedure(nothing, z.strictObject({ running: z.boolean(), failure: code.nullable() })),
  'core.changed': event(z.strictObject({ running: z.boolean(), failure: code.nullable() })),
  'window.changed': event(z.strictObject({ maximised: z.boolean() }))
} as const

export type Settings = z.infer<typeof settings>
export type ProgramState = z.infer<typeof programState>
export type MeterState = z.infer<typeof meterState>
export type SimulationState = z.infer<typeof simulationState>
export type PrivacyDay = z.infer<typeof privacyDay>
