/** The group's parameters and gid, their hash: the group IS its parameters (docs/protocol/rounds.md 2.1). */

import {
  type Primitives,
  FormatError,
  TAGS,
  lp,
  readLpAs,
  readU16,
  readU32,
  readU64,
  readU8,
  u16,
  u32,
  u64,
  u8,
  utf8
} from '../../../crypto'
import { type UnitExponent, maxIntervalEnergy } from '../../domain/energy'
import { SECONDS_PER_DAY } from '../../domain/interval'
import { type Obis, toObis } from '../../domain/meter/meter'
import { KEY_BYTES, decodeText, encodeText, fixed, plainText, present } from './wire'

export type RoundMode = 'batch' | 'live'

export type GroupParameters = {
  /** K's Ed25519 key, 32 bytes. */
  readonly collectorKey: Uint8Array
  readonly name: string
  /** Profile R has another gid and no code here that answers it. */
  readonly profile: 'S'
  readonly mode: RoundMode
  readonly obis: Obis
  readonly unitExp: UnitExponent
  /** Interval length; divides 86,400. */
  readonly seconds: number
  /** Largest energy of one interval, in units of 10^-unitExp Wh. */
  readonly maxValue: bigint
  /** Fewest members of a roster; never below MIN_ROSTER. */
  readonly minRoster: number
}

/** The floor of n_min is compiled in: no group and no collector can lower it (docs/attacks.md R1). */
export const MIN_ROSTER = 10
/** Nobody allocates for more members than this (docs/attacks.md R2). */
export const MAX_ROSTER = 200
/** One minute: a day never has more than 1,440 coordinates. */
const MIN_SECONDS = 60
const LIMITS = { maxBytes: 512, maxFields: 12 }

/** LP("wattveil/v1/group", key, name, profile, mode, u16 obis, u8 unitExp, u32 seconds, u64 v_max, u16 n_min, u16 d). */
export function encodeGroup(group: GroupParameters): Uint8Array {
  return lp(
    TAGS.group,
    group.collectorKey,
    encodeText(group.name, 'group.name'),
    utf8(group.profile),
    utf8(group.mode),
    u16(group.obis),
    u8(group.unitExp),
    u32(group.seconds),
    u64(group.maxValue),
    u16(group.minRoster),
    u16(0)
  )
}

/** @throws FormatError for bytes that are no group of profile S, or whose parameters are not allowed. */
export function decodeGroup(bytes: Uint8Array): GroupParameters {
  const [key, name, profile, mode, obis, unitExp, seconds, maxValue, minRoster, d] = readLpAs(
    TAGS.group,
    bytes,
    LIMITS,
    10
  )
  if (readU16(present(d, 'group.d'), 'group.d') !== 0) throw new FormatError('profile-unsupported', 'group.d')
  return checkedGroup({
    collectorKey: fixed(key, KEY_BYTES, 'group.key'),
    name: decodeText(name, 'group.name'),
    profile: decodeProfile(ascii(profile)),
    mode: decodeMode(ascii(mode)),
    obis: toObis(readU16(present(obis, 'group.obis'), 'group.obis')),
    unitExp: decodeUnitExp(readU8(present(unitExp, 'group.unitExp'), 'group.unitExp')),
    seconds: readU32(present(seconds, 'group.seconds'), 'group.seconds'),
    maxValue: readU64(present(maxValue, 'group.maxValue'), 'group.maxValue'),
    minRoster: readU16(present(minRoster, 'group.minRoster'), 'group.minRoster')
  })
}

/** The group, if its parameters are allowed. @throws FormatError naming the first that is not. */
export function checkedGroup(group: GroupParameters): GroupParameters {
  plainText(group.name, 'group.name')
  const { seconds, maxValue, unitExp, minRoster } = group
  if (seconds < MIN_SECONDS || SECONDS_PER_DAY % seconds !== 0)
    throw new FormatError('interval-seconds', 'group.seconds')
  if (maxValue < 1n || maxValue > maxIntervalEnergy(unitExp)) throw new FormatError('out-of-range', 'group.maxValue')
  if (minRoster < MIN_ROSTER || minRoster > MAX_ROSTER) throw new FormatError('roster-minimum', 'group.minRoster')
  return group
}

/** gid = SHA-256(LP("wattveil/v1/group", …)). */
export function groupId(primitives: Primitives, group: GroupParameters): Uint8Array {
  return primitives.sha256(encodeGroup(group))
}

/**
 * v_max = ceil(phases * 230 V * A * seconds / 3600) * 10^unitExp: what the main fuse lets through in one interval.
 * @param phases 1 or 3. @param amperes rating of the main fuse, 1 to 1,000.
 */
export function maxValueOfFuse(phases: 1 | 3, amperes: number, seconds: number, unitExp: UnitExponent): bigint {
  if (!Number.isSafeInteger(amperes) || amperes < 1 || amperes > 1000) throw new RangeError('amperes: 1 to 1,000')
  const wattSeconds = BigInt(phases) * 230n * BigInt(amperes) * BigInt(seconds)
  return ((wattSeconds + 3599n) / 3600n) * 10n ** BigInt(unitExp)
}

/** @throws FormatError for everything but S: profile R is a later release with groups of its own. */
function decodeProfile(text: string): 'S' {
  if (text !== 'S') throw new FormatError('profile-unsupported', 'group.profile')
  return text
}

function decodeMode(text: string): RoundMode {
  if (text !== 'batch' && text !== 'live') throw new FormatError('mode-unknown', 'group.mode')
  return text
}

function decodeUnitExp(value: number): UnitExponent {
  if (value !== 0 && value !== 1 && value !== 2) throw new FormatError('unit-exponent', 'group.unitExp')
  return value
}

function ascii(field: Uint8Array | undefined): string {
  return field === undefined || field.length > 8 ? '' : String.fromCharCode(...field)
}
