import { describe, expect, it } from 'vitest'
import { isAllowedRequest } from '../../../main/security/refuse-network'

describe('isAllowedRequest', () => {
  it.each([
    'app://wattveil/index.html',
    'data:image/png;base64,AA==',
    'blob:app://wattveil/1',
    'devtools://devtools/x'
  ])('allows %s, which stays inside the process', (address) => expect(isAllowedRequest(address)).toBe(true))

  it.each([
    'https://example.org/',
    'http://127.0.0.1:8080/',
    'ws://127.0.0.1/',
    'wss://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'chrome-extension://abc/',
    'nonsense'
  ])('refuses %s', (address) => expect(isAllowedRequest(address)).toBe(false))
})
