/** By whatever command a release is packed: licences and bill of materials are those of exactly what is built. */

import { writeParts } from './parts.mjs'

/** @param {Pick<import('electron-builder').AfterPackContext, 'packager'>} context */
export default async function beforePack({ packager }) {
  await writeParts(['main', 'preload', 'renderer', 'services'], packager.info.framework.version)
}
