/**
 * What a release contains of others: while vite bundles, the packages whose code really enters are noted; before packing, their
 * licences and a bill of materials are written to out/parts, which goes into the program.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inProject, npmCli, run } from '../project.mjs'

const FOLDER = 'out/parts'
const NOTE = 'parts.json'
/** Not bundled, but shipped beside the bundle (electron-builder.yml). */
const BESIDE = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc']
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu

/**
 * Notes in NOTE, beside what is built, the packages whose code really entered.
 * @returns {import('vite').Plugin}
 */
export function noteParts() {
  return {
    name: 'note-parts',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk'
          ? Object.keys(output.modules)
          : output.originalFileNames.map((name) => inProject(name.replace(/^(?:\.\.\/)+/u, '')))
      )
      const packages = [...new Set(modules.map(packageOf).filter((folder) => folder !== null))].sort()
      this.emitFile({ type: 'asset', fileName: NOTE, source: `${JSON.stringify(packages, null, 2)}\n` })
    }
  }
}

/**
 * Writes licences and bill of materials of everything that is shipped; the programs must be built.
 * @param {string[]} targets folders of out/
 * @returns {Promise<void>}
 */
export async function writeParts(targets) {
  const bundled = targets.flatMap((target) => JSON.parse(readFileSync(inProject(`out/${target}/${NOTE}`), 'utf8')))
  const beside = BESIDE.map((name) => `node_modules/${name}`).filter((folder) => existsSync(inProject(folder)))
  const folders = [...new Set([...bundled, ...beside])].sort()
  mkdirSync(inProject(FOLDER), { recursive: true })
  writeFileSync(inProject(`${FOLDER}/LICENCES.txt`), folders.map(licenceOf).join(`\n${'='.repeat(80)}\n\n`))
  writeFileSync(inProject(`${FOLDER}/sbom.cdx.json`), await billOfMaterials(folders))
}

/** @param {string} id absolute path of a module, or a virtual one */
function packageOf(id) {
  const file = path
    .relative(inProject('.'), id.replace(/^\0/u, '').split('?')[0] ?? '')
    .split(path.sep)
    .join('/')
  const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(file)
  return found?.[0].startsWith('node_modules/') ? found[0] : null
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(inProject(`${folder}/package.json`), 'utf8'))
  const files = readdirSync(inProject(folder)).filter((file) => LICENCE_FILE.test(file))
  const texts = files.map((file) => readFileSync(inProject(`${folder}/${file}`), 'utf8').trim())
  return [`${name} ${version} (${license})`, ...texts, ''].join('\n\n')
}

/**
 * npm's CycloneDX of the lock file, without the packages that only build and test.
 * @param {string[]} folders
 */
async function billOfMaterials(folders) {
  const { code, output } = await run(
    process.execPath,
    [npmCli(), 'sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--loglevel=error'],
    { timeoutMs: 120_000 }
  )
  if (code !== 0) throw new Error(`npm could not list the parts:\n${output.trim()}`)
  const all = JSON.parse(output.slice(output.indexOf('{')))
  const wanted = new Set(
    folders.map((folder) => {
      const { name, version } = JSON.parse(readFileSync(inProject(`${folder}/package.json`), 'utf8'))
      return `${name}@${version}`
    })
  )
  const components = all.components.filter((/** @type {{ 'bom-ref': string }} */ part) => wanted.has(part['bom-ref']))
  const dependencies = all.dependencies.filter((/** @type {{ ref: string }} */ part) => wanted.has(part.ref))
  return `${JSON.stringify({ ...all, components, dependencies }, null, 2)}\n`
}
