import { describe, expect, it } from 'vitest'
import { createKnownHosts } from '../../../adapters/http/known-hosts'

const to = (host: string) => ({ recipient: 'x', host, purpose: 'round-read', bytes: 1, about: null }) as const

describe('whom a core may speak to', () => {
  it('is nobody before anything was joined', () => {
    expect(() => createKnownHosts(() => []).refuseOthers(to('lindenhof.example:8443'))).toThrow('host-not-joined')
  })

  it('is who was joined, as long as that is kept, at that port', () => {
    const joined = ['https://lindenhof.example:8443', 'http://192.168.1.20/meters/1']
    const hosts = createKnownHosts(() => joined)
    hosts.refuseOthers(to('lindenhof.example:8443'))
    hosts.refuseOthers(to('192.168.1.20'))
    for (const host of [
      'lindenhof.example',
      'lindenhof.example:9443',
      'evil.lindenhof.example:8443',
      '192.168.1.2',
      ''
    ]) {
      expect(() => hosts.refuseOthers(to(host))).toThrow('host-not-joined')
    }
    joined.length = 0
    expect(() => hosts.refuseOthers(to('192.168.1.20'))).toThrow('host-not-joined')
  })

  it('is whom the person has just named, with or without a scheme', () => {
    const hosts = createKnownHosts(() => [])
    hosts.introduce('localhost:8080/meters/1')
    hosts.introduce('https://stromwerk.example/')
    hosts.introduce('not an address')
    hosts.refuseOthers(to('localhost:8080'))
    hosts.refuseOthers(to('stromwerk.example'))
    expect(() => hosts.refuseOthers(to('not'))).toThrow('host-not-joined')
  })
})
