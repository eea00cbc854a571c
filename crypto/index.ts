/** The one door of crypto/. */
export type { Aead } from './aead'
export { deriveBlinding, nextDayKey, type BlindingInput } from './blinding'
export { compareBytes, concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes'
export type { CommitmentKernel, OpeningBatch } from './commitment-kernel'
export { commitToPads, commitToSumOfPads, padCommitmentsAddUpVartime, padPointOfVartime } from './dcnet/pad-commitments'
export { maskWith, padBlinding, padValue, pairSeed, type ScalarPair, type SignedSeed, sumOfPads } from './dcnet/pads'
export { SUM_WEIGHT_BYTES, type SumCoordinate, verifySumsVartime } from './dcnet/verify-sums'
export {
  ED25519_KEY_BYTES,
  ED25519_SIGNATURE_BYTES,
  hasStrictEd25519Encodings,
  isAcceptableEd25519Key
} from './ed25519-rule'
export { FormatError } from './format-error'
export {
  addScalars,
  BLINDING_BASE,
  centredLift,
  decodePoint,
  decodePointsVartime,
  decodeScalar,
  ELEMENT_BYTES,
  encodePoint,
  encodeScalar,
  equalPoints,
  GROUP_ORDER,
  IDENTITY,
  type Point,
  type Scalar,
  scalarFromWide,
  subtractScalars,
  sumPointsVartime,
  toScalar,
  VALUE_BASE
} from './group'
export { i128, readI128, readU16, readU32, readU64, readU8, u16, u32, u64, u8 } from './integers'
export { lp, lpFields, type LpLimits, lpList, readLp, readLpAs } from './lp'
export { weightedSumOfPointsVartime } from './multi-scalar'
export { createNobleKernel } from './noble-kernel'
export { noblePrimitives } from './noble-primitives'
export { commit, openingPointVartime, verifyOpeningVartime } from './pedersen'
export type { Ed25519, Primitives, X25519 } from './primitives'
export { isTag, type Tag, TAGS } from './tags'
export { assertAcceptableX25519Key, isAcceptableX25519Key } from './x25519-rule'
export { createWasmKernel, FAST_KERNEL } from './wasm-kernel/create-wasm-kernel'
export type { KernelModule } from './wasm-kernel/kernel-module'
export { agreesWithNoble } from './wasm-kernel/self-test'
