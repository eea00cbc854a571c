/**
 * The page's policy alone: as the running program sends it, over a page full of what it forbids, where no rule of the session
 * stands beside it. Without the policy all of it happens, so the page can tell.
 */

import { expect, test } from '../support/test'

/** With them nothing else would be asked whether text may become code. */
const TRUSTED_TYPES = /; (?:require-trusted-types-for|trusted-types) [^;]*/gu

const PROBE = `<!doctype html><html><head><script src="/probe.js"></script>
  <base href="app://elsewhere/">
  <script>happened('inline script')</script>
  <script src="app://elsewhere/script.js"></script>
  <link rel="stylesheet" href="app://elsewhere/style.css">
  <style>body { color: rgb(1, 2, 3) }</style></head>
  <body style="background: rgb(4, 5, 6)" onclick="happened('handler')">
  <a id="relative" href="x">x</a><a id="script" href="javascript:happened('address')">x</a>
  <img src="app://elsewhere/picture.png"><video src="app://wattveil/film.webm"></video>
  <iframe src="app://wattveil/frame.html"></iframe>
  <object data="app://wattveil/object.png" type="image/png"></object><embed src="app://wattveil/embed.html">
  <form action="app://wattveil/taken.html"></form></body></html>`

const SCRIPT = `const seen = []
  const happened = (what) => seen.push(what)
  const attempt = (what, act) => { try { act() } catch { return } happened(what) }
  function begin() {
    attempt('text as markup', () => (document.createElement('p').innerHTML = '<b>x</b>'))
    attempt('a policy of its own', () => window.trustedTypes.createPolicy('own', {}))
    setTimeout(() => attempt('text as code', () => Reflect.construct(Function, ['return 1'])))
    document.body.click()
    document.getElementById('script').click()
    fetch('app://elsewhere/data.json', { mode: 'no-cors' }).catch(() => null)
    const face = new FontFace('far', 'url(app://elsewhere/font.woff2)')
    face.load().catch(() => null)
  }
  function look() {
    const { color, backgroundColor } = getComputedStyle(document.body)
    if (color === 'rgb(1, 2, 3)') happened('inline style')
    if (backgroundColor === 'rgb(4, 5, 6)') happened('style of an element')
    if (document.getElementById('relative').href.startsWith('app://elsewhere')) happened('another base')
    return seen
  }`

const TEXT_AS_CODE = ['text as markup', 'a policy of its own', 'text as code']
const FORBIDDEN = ['inline script', 'handler', 'address', 'inline style', 'style of an element', 'another base']
const PLACES = ['script.js', 'style.css', 'picture.png', 'data.json', 'font.woff2'].map(
  (name) => `app://elsewhere/${name}`
)
const OWN_PLACES = ['film.webm', 'frame.html', 'object.png', 'embed.html', 'taken.html', 'framed.js'].map(
  (name) => `app://wattveil/${name}`
)
const EVERYTHING = [...TEXT_AS_CODE, ...FORBIDDEN, ...PLACES, ...OWN_PLACES].sort()

test('the policy of the page alone keeps out everything that it forbids', async ({ page, program }) => {
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers))
  const policy = headers['content-security-policy'] ?? ''
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  expect(policy).not.toMatch(/unsafe|\*|https?:|wasm/u)

  expect(await happeningUnder('')).toEqual(EVERYTHING)
  expect(await happeningUnder(policy)).toEqual([])
  const withoutTypes = policy.replace(TRUSTED_TYPES, '')
  expect(withoutTypes).not.toBe(policy)
  expect(await happeningUnder(withoutTypes)).toEqual(['a policy of its own', 'text as markup'])

  /** What of EVERYTHING happens in a page that is sent with this policy. */
  async function happeningUnder(given: string): Promise<readonly string[]> {
    const seen = await program.app.evaluate(
      async ({ BrowserWindow, session }, [sent, probe, script, everything]) => {
        const own = session.fromPartition(`policy ${String(sent.length)}`)
        const asked: string[] = []
        own.protocol.handle('app', ({ url }) => {
          asked.push(url.replace(/\?$/u, ''))
          const name = new URL(url).pathname
          const body: Record<string, string> = {
            '/probe.html': probe,
            '/probe.js': script,
            '/framed.html': '<script src="/framed.js"></script>',
            '/around.html': '<iframe src="/framed.html"></iframe>'
          }
          const type = name.endsWith('.js') ? 'text/javascript' : name.endsWith('.css') ? 'text/css' : 'text/html'
          const isFree = sent === '' || name === '/around.html'
          const policyHeader: Record<string, string> = isFree ? {} : { 'content-security-policy': sent }
          return new Response(body[name] ?? '', { headers: { 'content-type': type, ...policyHeader } })
        })
        const window = new BrowserWindow({ show: false, webPreferences: { session: own } })
        try {
          for (const name of ['around.html', 'probe.html']) {
            // On a busy machine the test Electron fails to load a page of such a scheme now and then.
            const load = (): Promise<void> => window.loadURL(`app://wattveil/${name}`)
            await load().catch(() => load())
          }
          const tell = (code: string): Promise<string[]> =>
            window.webContents.executeJavaScript(code) as Promise<string[]>
          let happened: string[] = []
          // Where everything happens it is waited for; where nothing must, for a moment.
          const settle = async (look: boolean, expected: readonly string[]): Promise<void> => {
            for (let time = 0; time < (sent === '' ? 100 : 3); time += 1) {
              await new Promise((resolve) => setTimeout(resolve, 100))
              if (look) happened = await tell('look()')
              if (expected.every((what) => happened.includes(what) || asked.includes(what))) return
            }
          }
          await tell('begin()')
          await settle(
            true,
            everything.filter((what) => !what.endsWith('taken.html'))
          )
          // Leads away from the page, and from whatever it would still answer.
          await tell(`setTimeout(() => document.forms[0].submit())`)
          await settle(false, everything)
          return [...happened, ...asked]
        } finally {
          window.destroy()
          own.protocol.unhandle('app')
        }
      },
      [given, PROBE, SCRIPT, EVERYTHING] as const
    )
    return EVERYTHING.filter((what) => seen.includes(what))
  }
})
