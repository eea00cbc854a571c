/** The whole core, answered with samples: a household that has used Wattveil for some months. */

import type { PrivacyDay, ProgramState, ResponseOf, SimulationState } from '../../../app/contract'
import type { Answers } from './client-double'
import { backupAnswers } from './sample-backup'
import { blameAnswers } from './sample-blame'
import { membershipAnswers } from './sample-membership'
import { hashOf, sampleBills, sampleContracts, sampleInterval, sampleReport } from './sample-bills'
import { ordinaryAnswers } from './sample-ordinary'
import { paperAnswers } from './sample-papers'
import { samplePreview } from './sample-preview'
import {
  METER,
  NOW,
  TIME_ZONE,
  TODAY,
  midnightOf,
  sampleDay,
  sampleOverview,
  sampleImports,
  sampleRanges
} from './sample-readings'
import { samplePattern, sampleSpan } from './sample-spans'
import { tariffAnswers } from './sample-tariffs'
import { sampleGroup, sampleRoundDay } from './sample-rounds'
import { updateAnswers } from './sample-updates'

export type Scene = {
  readonly language: 'de' | 'en'
  readonly appearance: 'light' | 'dark'
  readonly profile: 'own' | 'simulation'
  readonly firstStart: boolean
  readonly textSize: number
}

const DEFAULT_SCENE: Scene = { language: 'en', appearance: 'light', profile: 'own', firstStart: false, textSize: 100 }
const QUARTERS = 96
const NOW_SLOT = 70

const chosen = { token: 'a'.repeat(32), name: 'readings.csv', bytes: 8123 }

export const SIMULATION_OFF: SimulationState = {
  phase: 'off',
  households: 0,
  now: null,
  step: null,
  percent: null,
  failure: null
}

export function sampleAnswers(change: Partial<Scene> = {}): Answers {
  const scene = { ...DEFAULT_SCENE, ...change }
  let settings: ProgramState['settings'] = {
    language: scene.language,
    appearance: scene.appearance,
    textSize: scene.textSize,
    calm: true,
    timeZone: TIME_ZONE
  }
  const state = (): ProgramState => ({
    version: '0.1.0',
    firstStart: scene.firstStart,
    profile: scene.profile,
    keyProtection: 'os-keychain',
    slowArithmetic: false,
    settings,
    meters: scene.firstStart
      ? []
      : [
          {
            meterId: METER,
            source: scene.profile === 'own' ? 'meter' : 'simulated-meter',
            status: 'connected',
            level: 0,
            readUntil: NOW,
            seconds: 900
          }
        ],
    timeZone: TIME_ZONE,
    now: NOW
  })
  return {
    ...shellAnswers(),
    ...paperAnswers(),
    ...ordinaryAnswers,
    ...tariffAnswers,
    ...backupAnswers(),
    'program.state': state,
    'settings.change': (to) => (settings = { ...settings, ...(to as Partial<typeof settings>) }),
    'meter.connect': () => ({
      meterId: METER,
      source: 'meter',
      status: 'connected',
      level: 0,
      readUntil: NOW,
      seconds: 900
    }),
    'meter.refresh': () => state().meters,
    'meter.disconnect': () => ({}),
    'privacy.day': ({ date }) => privacyDay(date, scene.firstStart),
    'privacy.list': ({ limit, before }) => privacyList(limit, before),
    'privacy.export': () => ({ entries: LOG_ENTRIES }),
    'data.delete-all': () => ({}),
    'simulation.start': () => ({ ...SIMULATION_OFF, phase: 'starting', households: 20, step: 'starting-services' }),
    'simulation.pause': ({ paused }) => ({ ...SIMULATION_OFF, phase: paused ? 'paused' : 'running', households: 20 }),
    'simulation.state': () =>
      scene.profile === 'own' ? SIMULATION_OFF : { ...SIMULATION_OFF, phase: 'running', households: 20, now: NOW },
    'simulation.remove': () => SIMULATION_OFF,
    'readings.ranges': () => sampleRanges,
    'readings.day': ({ date }) => sampleDay(date),
    'readings.span': sampleSpan,
    'readings.pattern': samplePattern,
    'readings.imports': () => sampleImports,
    'readings.remove-import': () => ({}),
    'readings.restore-import': () => ({ restored: 96, occupied: 0 }),
    'meters.rename': () => ({}),
    'meters.set-production': () => ({}),
    'meters.join': () => ({}),
    'meters.part': () => ({}),
    'readings.overview': sampleOverview,
    'readings.import': ({ files }) => files.map((_, index) => importedFile(index)),
    'readings.cancel-import': () => ({}),
    'readings.preview': samplePreview,
    'readings.keep-layout': () => ({}),
    'readings.save-layout': () => ({}),
    'readings.open-layout': ({ file }) => ({ ...samplePreview({ file }).layout!, decimal: '.' }),
    'readings.share-sample': () => ({ lines: 120 }),
    'readings.export': () => ({ intervals: QUARTERS }),
    'rounds.group': sampleGroup,
    'rounds.left': () => null,
    'rounds.day': ({ utcDay }) => sampleRoundDay(utcDay),
    'rounds.accept-fewer-companions': () => ({}),
    'rounds.leave-above': () => ({}),
    ...membershipAnswers,
    ...blameAnswers,
    'program.participation': () => ({ group: 'Lindenhof', state: 'taking-part', language: 'en' }),
    'bills.list': () => sampleBills,
    'bills.open': () => [{ kind: 'bill', name: 'bill.json', hash: hashOf('wrong') }],
    'bills.cancel': () => ({}),
    'bills.report': ({ hash }) => sampleReport(hash),
    'bills.interval': ({ hash, start }) => sampleInterval(hash, start),
    'bills.contracts': () => sampleContracts
  }
}

function shellAnswers() {
  return {
    'files.choose': () => [chosen],
    'files.choose-target': () => chosen,
    'background.state': () => ({ possible: true, on: false, asked: true }),
    'background.change': ({ on }: { on: boolean }) => ({ possible: true, on, asked: true }),
    ...updateAnswers(),
    'window.control': () => ({}),
    'window.state': () => ({ controls: 'own', maximised: false }) as const,
    'protection.unlock': () => ({}),
    'protection.change': () => ({}),
    'protection.forget': () => ({}),
    'rescue.copies': () => [{ name: 'daily-20260601', at: NOW - 86_400, bytes: 400_000 }],
    'rescue.copy': () => ({}),
    'rescue.backup': () => ({}),
    'rescue.anew': () => ({}),
    'core.state': () => ({ running: true, failure: null })
  }
}

export function privacyDay(date: string | null, empty: boolean): PrivacyDay {
  const slots = Array.from({ length: QUARTERS }, (_, index) =>
    !empty && (index < 2 || (index >= 25 && index < NOW_SLOT)) ? 1 : 0
  )
  return {
    date: date ?? TODAY,
    now: NOW,
    bytes: empty ? 0 : 46_231,
    messages: empty ? 0 : 47,
    slots,
    currentSlot: NOW_SLOT,
    recipients: empty
      ? []
      : [
          { recipient: 'Sammelstelle Lindenhof', purpose: 'round-submit', messages: 2, bytes: 20_428 },
          { recipient: 'Sammelstelle Lindenhof', purpose: 'round-read', messages: 45, bytes: 25_803 }
        ]
  }
}

const LOG_ENTRIES = 120

function privacyList(limit: number, before: number | null): ResponseOf<'privacy.list'> {
  const newest = before === null ? LOG_ENTRIES : before - 1
  return Array.from({ length: Math.max(0, Math.min(limit, newest)) }, (_, index) => {
    const id = newest - index
    return {
      id,
      host: 'lindenhof.example:8443',
      at: NOW - (LOG_ENTRIES - id) * 900,
      recipient: 'Sammelstelle Lindenhof',
      purpose: id % 2 ? 'round-submit' : 'round-read',
      bytes: 200 + id,
      about: midnightOf('2026-05-17')
    }
  })
}

function importedFile(index: number): ResponseOf<'readings.import'>[number] {
  return {
    name: index === 0 ? 'readings.csv' : `readings-${index}.csv`,
    format: 'wattveil-csv',
    meters: [
      {
        meterId: METER,
        intervals: 2976,
        added: 2880,
        unchanged: 96,
        contradictions: 0,
        first: midnightOf('2026-05-01'),
        last: midnightOf('2026-05-31'),
        drawn: 238_000_000,
        fedIn: 0
      }
    ],
    remarks: [],
    refused: null
  }
}
