/** The parameters of a group, and each way in which they are not allowed. */

import { type GroupParameters, encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { TAGS, concatBytes, lp, lpList, toHex, u16, u32, u64, u8, utf8 } from '../../../../crypto'
import type { Cast } from '../vector-cast'
import { type RoundVector, fieldsOf } from './round-vector'

export function groupVectors({ group, gid }: Cast): RoundVector[] {
  const make = (name: string, what: string, wire: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `group-${name}`, message: 'group', what, wire: toHex(wire), expected },
    context: expected === 'ok' ? { gid: toHex(gid) } : {}
  })
  const good = encodeGroup(group)
  const raw = (changed: Partial<Record<keyof GroupParameters | 'd', Uint8Array>>): Uint8Array => {
    const field = (name: keyof GroupParameters | 'd', own: Uint8Array): Uint8Array => changed[name] ?? own
    return lp(
      TAGS.group,
      field('collectorKey', group.collectorKey),
      field('name', utf8(group.name)),
      field('profile', utf8('S')),
      field('mode', utf8('batch')),
      field('obis', u16(group.obis)),
      field('unitExp', u8(group.unitExp)),
      field('seconds', u32(group.seconds)),
      field('maxValue', u64(group.maxValue)),
      field('minRoster', u16(group.minRoster)),
      field('d', u16(0))
    )
  }
  return [
    make('good', 'The parameters of a group and its gid.', good, 'ok'),
    make('min-roster-zero', 'n_min = 0.', raw({ minRoster: u16(0) }), 'format roster-minimum'),
    make('min-roster-nine', 'n_min below the floor of 10.', raw({ minRoster: u16(9) }), 'format roster-minimum'),
    make('min-roster-201', 'n_min above the largest roster.', raw({ minRoster: u16(201) }), 'format roster-minimum'),
    make(
      'profile-r',
      'Profile R is another group that nobody here answers.',
      raw({ profile: utf8('R') }),
      'format profile-unsupported'
    ),
    make('mode-unknown', 'A mode that does not exist.', raw({ mode: utf8('lives') }), 'format mode-unknown'),
    make('obis-foreign', 'A register that is neither 1.8.0 nor 2.8.0.', raw({ obis: u16(0x0180) }), 'format obis'),
    make(
      'unit-exponent-three',
      'A resolution finer than a hundredth of a watt-hour.',
      raw({ unitExp: u8(3) }),
      'format unit-exponent'
    ),
    make(
      'seconds-do-not-divide',
      '7 minutes do not divide a day.',
      raw({ seconds: u32(420 + 1) }),
      'format interval-seconds'
    ),
    make('seconds-zero', 'Intervals of no length.', raw({ seconds: u32(0) }), 'format interval-seconds'),
    make(
      'max-value-too-large',
      'More than 24 bits of watt-hours.',
      raw({ maxValue: u64(1n << 24n) }),
      'format out-of-range'
    ),
    make('d-in-profile-s', 'd belongs to profile R.', raw({ d: u16(1) }), 'format profile-unsupported'),
    make(
      'name-with-direction',
      'A name that reads differently from what it is.',
      raw({ name: utf8('Linden\u202ehof') }),
      'format text-characters'
    ),
    make(
      'name-with-line-break',
      'A control character in the name.',
      raw({ name: utf8('Linden\nhof') }),
      'format text-characters'
    ),
    make('name-not-composed', 'NFD instead of NFC.', raw({ name: utf8('Lindenho\u0308f') }), 'format text-not-nfc'),
    make('name-not-utf8', 'A byte that is no UTF-8.', raw({ name: Uint8Array.of(0x4c, 0xff) }), 'format text-not-utf8'),
    make('name-empty', 'A name of no length.', raw({ name: new Uint8Array(0) }), 'format text-length'),
    make('name-too-long', '65 bytes.', raw({ name: utf8('L'.repeat(65)) }), 'format text-length'),
    make(
      'name-is-a-label',
      'A label of the protocol as a name.',
      raw({ name: utf8(TAGS.group) }),
      'format text-is-a-label'
    ),
    make('other-label', 'The label of KEYS.', lp(TAGS.keys, ...fieldsOf(good)), 'format wrong-tag'),
    make('left-over', 'A byte after the last field.', concatBytes(good, Uint8Array.of(0)), 'format truncated'),
    make('field-more', 'A field after the last one.', concatBytes(good, lpList(u8(1))), 'format wrong-field-count')
  ]
}
