/**
 * Shuts the doors that Electron leaves open for developers, before the program is signed: it cannot be run as plain
 * Node, takes no NODE_OPTIONS and no inspector, and loads nothing but its own archive.
 */

import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { inProject } from '../project.mjs'
import { TESTS_ONLY } from './tests-only.mjs'

// Electron 29 brought this fuse; asking an older binary for it leaves every fuse as it was.
const FILE_PRIVILEGES_SINCE = 29

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack(context) {
  const { appOutDir, packager, electronPlatformName } = context
  const electron = packager.info.framework.version
  refuseTestElectron(electron, appOutDir)
  rmSync(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true })
  await flipFuses(executable(appOutDir, packager, electronPlatformName), {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    ...(Number(electron.split('.')[0]) >= FILE_PRIVILEGES_SINCE
      ? { [FuseV1Options.GrantFileProtocolExtraPrivileges]: false }
      : {})
  })
}

/**
 * A release holds the Electron of package.json and no other (docs/adr/0006).
 * @param {string} electron version that was packed
 * @param {string} folder where it was packed to
 */
function refuseTestElectron(electron, folder) {
  const wanted = JSON.parse(readFileSync(inProject('package.json'), 'utf8')).devDependencies.electron
  const isForTests = !path.relative(inProject(TESTS_ONLY), folder).startsWith('..')
  if (electron !== wanted && !isForTests)
    throw new Error(`Electron ${electron} is not the one of a release (${wanted}).`)
}

/**
 * @param {string} folder
 * @param {import('electron-builder').AfterPackContext['packager']} packager
 * @param {string} platform
 */
function executable(folder, packager, platform) {
  const { productFilename } = packager.appInfo
  if (platform === 'darwin') return path.join(folder, `${productFilename}.app`)
  if (platform === 'win32') return path.join(folder, `${productFilename}.exe`)
  return path.join(folder, packager.config.linux?.executableName ?? packager.appInfo.name)
}
