/**
 * What a release contains of others: while vite bundles, the packages whose code really enters are noted; before packing, their
 * licences and a bill of materials are written to out/parts, which goes into the program.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inProject, npmCli, run } from '../project.mjs'

const FOLDER = 'out/parts'
const NOTE = 'parts.json'
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu

/** What a module that no package has is made with: AssemblyScript compiles parts of its own library into the kernel. */
const MADE_WITH = /** @type {Record<string, string>} */ ({
  '\0virtual:wasm/commitment-kernel': 'node_modules/assemblyscript'
})

/** What a package has taken into its own files, by whose file the version is known; it does not bring the licence. */
const INSIDE = [
  {
    package: 'node_modules/unpdf',
    file: 'node_modules/unpdf/dist/pdfjs.mjs',
    ...{ name: 'pdfjs-dist', version: '5.2.133', license: 'Apache-2.0', by: 'Copyright Mozilla Foundation' }
  }
]

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
 * @param {string} electron its version. Its licence, and those of what it is made of, lie beside the program already.
 * @returns {Promise<void>}
 */
export async function writeParts(targets, electron) {
  const bundled = targets.flatMap((target) => JSON.parse(readFileSync(inProject(`out/${target}/${NOTE}`), 'utf8')))
  const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'))
  const beside = shippedBeside(packages).filter((folder) => existsSync(inProject(folder)))
  const folders = [...new Set([...bundled, ...beside])].sort()
  mkdirSync(inProject(FOLDER), { recursive: true })
  const inside = INSIDE.filter((part) => folders.includes(part.package))
  const licences = [...folders.map(licenceOf), ...inside.map(licenceInside)]
  const others = [...inside, { name: 'electron', version: electron, license: 'MIT', type: 'framework' }]
  writeFileSync(inProject(`${FOLDER}/LICENCES.txt`), licences.join(`\n${'='.repeat(80)}\n\n`))
  writeFileSync(inProject(`${FOLDER}/sbom.cdx.json`), await billOfMaterials(folders, others.map(partOf)))
}

/**
 * Not bundled, but shipped beside the bundle: what the program itself depends on, for whichever system it is
 * (electron-builder.yml). Only those of one system are ever installed.
 * @param {Record<string, { dev?: boolean }>} packages of the lock file
 * @returns {string[]} their folders
 */
export function shippedBeside(packages) {
  return Object.entries(packages)
    .filter(([folder, { dev }]) => folder !== '' && dev !== true && !folder.endsWith('-musl'))
    .map(([folder]) => folder)
}

/** @param {string} id absolute path of a module, or a virtual one */
function packageOf(id) {
  const maker = MADE_WITH[id]
  if (maker !== undefined) return maker
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
 * Apache-2.0, as this program itself.
 * @param {(typeof INSIDE)[number]} part
 */
function licenceInside({ name, version, license, by, file }) {
  if (!readFileSync(inProject(file), 'utf8').includes(`"${version}"`))
    throw new Error(`${file}: not ${name} ${version}`)
  return [`${name} ${version} (${license})`, by, readFileSync(inProject('LICENSE'), 'utf8').trim(), ''].join('\n\n')
}

/**
 * npm's CycloneDX of the lock file, without the packages that only build and test.
 * @param {string[]} folders
 * @param {object[]} others components that the lock file does not know as such
 */
async function billOfMaterials(folders, others) {
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
  const isShipped = (/** @type {string} */ ref) => wanted.has(ref)
  const components = all.components.filter((/** @type {{ 'bom-ref': string }} */ part) => isShipped(part['bom-ref']))
  const listed = new Set(components.map((/** @type {{ 'bom-ref': string }} */ part) => part['bom-ref']))
  const missing = [...wanted].filter((ref) => !listed.has(ref))
  if (missing.length > 0) throw new Error(`shipped, but not in the lock file: ${missing.join(', ')}`)
  const dependencies = all.dependencies
    .filter((/** @type {{ ref: string }} */ { ref }) => isShipped(ref))
    .map((/** @type {{ dependsOn?: string[] }} */ part) => ({ ...part, dependsOn: part.dependsOn?.filter(isShipped) }))
  return `${JSON.stringify({ ...all, components: [...components, ...others], dependencies }, null, 2)}\n`
}

/** @param {{ name: string, version: string, license: string, type?: string }} part */
function partOf({ name, version, license, type = 'library' }) {
  return {
    ...{ 'bom-ref': `${name}@${version}`, type, name, version, purl: `pkg:npm/${name}@${version}` },
    licenses: [{ license: { id: license } }]
  }
}
