import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageFile } from '../../../main/security/page-file'

const FOLDER = path.resolve('/program/out/renderer')

describe('pageFile', () => {
  it.each([
    ['app://wattveil/', 'index.html'],
    ['app://wattveil/index.html', 'index.html'],
    ['app://wattveil/assets/index-abc.js?v=1#top', 'assets/index-abc.js'],
    ['app://wattveil/assets/a%20b.css', 'assets/a b.css']
  ])('finds %s', (address, file) => {
    expect(pageFile(FOLDER, address)).toBe(path.join(FOLDER, file))
  })

  it.each([
    'app://wattveil/..%2fmain%2fmain.cjs',
    'app://wattveil/%2e%2e/%2e%2e/package.json/..%2f..%2f..%2fetc%2fpasswd',
    'app://wattveil/..%5cmain%5cmain.cjs',
    'app://wattveil/assets%00.js',
    'app://wattveil/%ff',
    'app://elsewhere/index.html',
    'app://wattveil.example/index.html',
    'app://user@elsewhere/index.html',
    'file:///etc/passwd',
    'https://wattveil/index.html',
    'not an address',
    ''
  ])('refuses %s', (address) => {
    expect(pageFile(FOLDER, address)).toBeNull()
  })

  it('never leaves its folder, however many steps up an address takes', () => {
    for (let steps = 1; steps < 20; steps += 1) {
      const file = pageFile(FOLDER, `app://wattveil/${'../'.repeat(steps)}package.json`)
      expect(file === null || file.startsWith(FOLDER + path.sep)).toBe(true)
    }
  })
})
