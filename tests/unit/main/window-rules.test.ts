/** What of the window's rules cannot be told apart in the running program, where one stands before another. */

import type { IpcMainInvokeEvent, Session, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { isOwnSender } from '../../../main/security/own-sender'
import { refusePermissions } from '../../../main/security/refuse-permissions'

type Event = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>

const frameAt = (url: string) => ({ url }) as WebContents['mainFrame']
const pageOf = (mainFrame: WebContents['mainFrame']) => ({ mainFrame }) as WebContents
const event = (sender: WebContents, senderFrame: unknown): Event => ({ sender, senderFrame }) as Event

const OWN = 'app://wattveil/index.html#/overview'

describe('who may speak to main', () => {
  const page = pageOf(frameAt(OWN))

  it('is the main frame of the window on our own page', () => {
    expect(isOwnSender(page, event(page, page.mainFrame))).toBe(true)
  })

  it('is not another window, though it showed the very same frame', () => {
    expect(isOwnSender(page, event(pageOf(page.mainFrame), page.mainFrame))).toBe(false)
  })

  it('is no frame inside the page, though of our own origin, and none that has gone', () => {
    expect(isOwnSender(page, event(page, frameAt(OWN)))).toBe(false)
    expect(isOwnSender(page, event(page, null))).toBe(false)
  })

  it.each([
    'https://example.org/',
    'app://elsewhere/index.html',
    'app://wattveil.example/',
    'data:text/html,app://wattveil/',
    'about:blank',
    'file:///app://wattveil/index.html',
    ''
  ])('is not the window itself once it shows %s', (url) => {
    const led = pageOf(frameAt(url))
    expect(isOwnSender(led, event(led, led.mainFrame))).toBe(false)
  })

  it('is nobody while there is no window', () => {
    expect(isOwnSender(null, event(page, page.mainFrame))).toBe(false)
  })
})

describe('a permission', () => {
  it('is refused when asked for, when looked up, and for a device that is plugged in', () => {
    const answers: unknown[] = []
    refusePermissions({
      setPermissionRequestHandler: (
        decide: (page: null, permission: string, answer: (given: boolean) => void) => void
      ) => {
        decide(null, 'media', (given) => answers.push(given))
      },
      setPermissionCheckHandler: (decide: () => boolean) => answers.push(decide()),
      setDevicePermissionHandler: (decide: () => boolean) => answers.push(decide())
    } as unknown as Session)
    expect(answers).toEqual([false, false, false])
  })
})
