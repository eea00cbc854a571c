/**
 * What package.json and package-lock.json promise about the packages of others. Pure: the test step reads the files, the
 * tests hand in broken ones.
 */

/**
 * @typedef {object} LockEntry
 * @property {Record<string, string>} [optionalDependencies]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {string} [license]
 * @property {boolean} [hasInstallScript]
 *
 * @typedef {object} PackageFile
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, boolean>} [allowScripts]
 */

/** Whoever takes a licence in decides that the product may be passed on under Apache-2.0 with a part under it. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'WTFPL'
])

const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/u

/**
 * @param {PackageFile} file package.json
 * @param {Record<string, LockEntry>} packages of package-lock.json
 * @returns {string[]} what is wrong; empty when nothing is
 */
export function supplyChainFaults(file, packages) {
  return [
    ...versionFaults(file),
    ...Object.entries(packages).flatMap(([at, entry]) => entryFaults(file, packages, at, entry))
  ]
}

/** @param {PackageFile} file */
function versionFaults({ dependencies = {}, devDependencies = {} }) {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))
    .map(([name, version]) => `${name} has no exact version: ${version}`)
}

/**
 * @param {PackageFile} file
 * @param {Record<string, LockEntry>} packages
 * @param {string} at
 * @param {LockEntry} entry
 */
function entryFaults(file, packages, at, entry) {
  if (at === '') return []
  const name = at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const faults = []
  // lockfile-lint looks at the hashes that are there; npm takes whatever comes where there is none.
  if (!SHA512.test(entry.integrity ?? '')) faults.push(`${at} has no SHA-512`)
  if (entry.resolved) faults.push(`${at} names the place it came from`)
  // Named with false: it is known and is never run (npm ci --ignore-scripts).
  if (entry.hasInstallScript && file.allowScripts?.[name] === undefined) faults.push(`${at} has an install script`)
  if (!isAllowed(entry.license)) faults.push(`${at} has the licence ${entry.license ?? 'of nobody'}`)
  // npm leaves out, in silence, binaries that the registry does not serve, and `npm ci` then fails elsewhere.
  for (const wanted of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isLocked(packages, at, wanted)) faults.push(`${at} wants ${wanted}, which is not locked`)
  }
  return faults
}

/** @param {string | undefined} licence an SPDX expression; of several joined by OR one is enough */
function isAllowed(licence = '') {
  return licence
    .replace(/^\(|\)$/gu, '')
    .split(' OR ')
    .some((one) => LICENCES.has(one))
}

/**
 * @param {Record<string, unknown>} packages
 * @param {string} at where the package lies that wants `name`
 * @param {string} name
 */
function isLocked(packages, at, name) {
  for (let place = at; ; place = place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true
    if (place === '') return false
  }
}
