/**
 * The only globals beyond ECMAScript that `crypto` and `app` may use: text and bytes (WHATWG Encoding).
 * Both run unchanged in Node and in every Electron process, so nothing else is declared here.
 */

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string
}
