/** OBIS codes in the twelve hexadecimal digits of COSEM: A-B:C.D.E*F, 0100010800FF is 1-0:1.8.0*255 (IEC 62056-6-1). */

export type ObisCode = {
  /** 1 electricity, 7 gas. */
  readonly a: number
  readonly b: number
  /** 1 drawn, 2 fed in where A is 1. */
  readonly c: number
  /** 8 is energy since the meter began. */
  readonly d: number
  /** 0 the sum, else the tariff; 63 the energy that no tariff could be given to. */
  readonly e: number
  readonly f: number
}

/** Undefined for anything but twelve hexadecimal digits. */
export function readObisCode(text: string | undefined): ObisCode | undefined {
  if (text === undefined || !/^[0-9a-f]{12}$/iu.test(text)) return undefined
  const part = (index: number): number => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16)
  return { a: part(0), b: part(1), c: part(2), d: part(3), e: part(4), f: part(5) }
}

/** As people and TRuDI write it: 1-0:1.8.0*255. */
export function writeObisCode({ a, b, c, d, e, f }: ObisCode): string {
  return `${a}-${b}:${c}.${d}.${e}*${f}`
}
