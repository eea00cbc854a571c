/**
 * `npm run dist:deb`: a Debian package of the packed program, made with dpkg-deb and no network. electron-builder's own deb
 * target fetches a tool from GitHub first; the facts are the same (electron-builder.yml).
 */

import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import { packProgram } from './dist-dir.mjs'
import { inProject, isStartedDirectly, run, say } from './project.mjs'
import { controlFile, desktopFile, mimeFile, refreshScript } from './release/deb-files.mjs'
import { setUp } from './setup.mjs'

const ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: 'amd64', arm64: 'arm64' })
const BUILD_MS = 600_000

/**
 * The packages must be there: called from a running test, an install would take them from under it.
 * @param {{ quick?: boolean, apart?: string }} [options] quick: compressed little; apart: as packProgram has it
 * @returns {Promise<string>} absolute path of the package
 */
export async function packDeb({ quick = false, apart = '' } = {}) {
  const program = path.dirname(await packProgram({ apart }))
  const root = path.join(path.dirname(program), 'deb-root')
  rmSync(root, { recursive: true, force: true })
  const facts = { ...factsOf(), kilobytes: Math.ceil(bytesBelow(program) / 1024) }
  const home = path.join(root, 'opt', facts.product)
  cpSync(program, home, { recursive: true })
  // Chromium's sandbox where the kernel lets no account make namespaces of its own.
  chmodSync(path.join(home, 'chrome-sandbox'), 0o4755)
  // By this electron-updater and main/updates know that the package manager installs.
  put(home, 'resources/package-type', 'deb')
  put(root, `usr/share/applications/${facts.name}.desktop`, desktopFile(facts))
  put(root, `usr/share/mime/packages/${facts.name}.xml`, mimeFile(facts))
  put(root, `usr/share/doc/${facts.name}/copyright`, readFileSync(inProject('LICENSE'), 'utf8'))
  for (const picture of readdirSync(inProject('build/icons'))) {
    const place = `usr/share/icons/hicolor/${path.basename(picture, '.png')}/apps/${facts.name}.png`
    put(root, place, readFileSync(inProject(`build/icons/${picture}`)))
  }
  mkdirSync(path.join(root, 'usr/bin'), { recursive: true })
  symlinkSync(`/opt/${facts.product}/${facts.name}`, path.join(root, 'usr/bin', facts.name))
  put(root, 'DEBIAN/control', controlFile(facts))
  for (const script of ['postinst', 'postrm']) put(root, `DEBIAN/${script}`, refreshScript(), 0o755)
  const file = path.join(path.dirname(program), `${facts.name}_${facts.version}_${facts.architecture}.deb`)
  const { code, output } = await run(
    'dpkg-deb',
    [...(quick ? ['-Zgzip', '-z1'] : ['-Zxz']), '--root-owner-group', '--build', root, file],
    { timeoutMs: BUILD_MS }
  )
  rmSync(root, { recursive: true, force: true })
  if (code !== 0) throw new Error(`dpkg-deb could not build the package:\n${output.trim()}`)
  return file
}

/** What electron-builder.yml and package.json say. */
function factsOf() {
  const { name, version, description, author } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'))
  const file = inProject('electron-builder.yml')
  // electron-updater brings the reader of YAML that electron-builder uses.
  const config = /** @type {any} */ (parseUpdateInfo(readFileSync(file, 'utf8'), file, new URL('file:///')))
  const architecture = ARCHITECTURES[process.arch]
  if (!architecture) throw new Error(`There is no Debian package for ${process.arch}.`)
  return {
    ...{ version, description, architecture },
    name: /** @type {string} */ (config.linux.executableName ?? name),
    product: /** @type {string} */ (config.productName),
    maintainer: /** @type {string} */ (config.linux.maintainer ?? author),
    category: /** @type {string} */ (config.linux.category),
    association: config.fileAssociations[0],
    mimeTypes: /** @type {string[]} */ (config.linux.mimeTypes ?? [])
  }
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string | Uint8Array} content
 * @param {number} [mode]
 */
function put(folder, name, content, mode = 0o644) {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  chmodSync(file, mode)
}

/** @param {string} folder */
function bytesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

if (isStartedDirectly(import.meta.url)) {
  try {
    await setUp()
    say(`Packed: ${await packDeb()}`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
