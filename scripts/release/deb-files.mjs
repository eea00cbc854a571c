/** What a Debian package needs beside the packed program, from the facts of electron-builder.yml and package.json. Pure texts. */

/**
 * @typedef {object} DebFacts
 * @property {string} name          of the package and of the executable
 * @property {string} product       name that people read, and of the folder in /opt
 * @property {string} version
 * @property {string} description
 * @property {string} maintainer
 * @property {string} architecture  as Debian calls it
 * @property {string} category      of the desktop entry
 * @property {{ ext: string, name: string, mimeType: string }} association
 * @property {string[]} mimeTypes   opened on request only
 * @property {number} kilobytes     installed
 */

/** Names before and after Debian's change to 64-bit time, where they differ. */
const DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libgbm1',
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libuuid1',
  'xdg-utils'
]

/** @param {DebFacts} facts */
export function controlFile({ name, version, maintainer, architecture, kilobytes, description }) {
  return [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${kilobytes}`,
    `Depends: ${DEPENDS.join(', ')}`,
    'Recommends: libsecret-1-0',
    'Section: utils',
    'Priority: optional',
    `Description: ${description}`,
    ''
  ].join('\n')
}

/** @param {DebFacts} facts */
export function desktopFile({ name, product, description, category, association, mimeTypes }) {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${product}`,
    `Comment=${description}`,
    `Exec=/opt/${product}/${name} %U`,
    `Icon=${name}`,
    'Terminal=false',
    `Categories=${category};`,
    `StartupWMClass=${product}`,
    `MimeType=${[association.mimeType, ...mimeTypes].join(';')};`,
    ''
  ].join('\n')
}

/** @param {DebFacts} facts */
export function mimeFile({ association }) {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    `<mime-type type="${association.mimeType}">`,
    `  <comment>${association.name}</comment>`,
    `  <glob pattern="*.${association.ext}"/>`,
    '  <sub-class-of type="application/json"/>',
    '</mime-type>',
    '</mime-info>',
    ''
  ].join('\n')
}

/** The same after it was installed and after it was removed: the system's lists of programs, kinds and pictures are made anew. */
export function refreshScript() {
  return [
    '#!/bin/sh',
    'set -e',
    'if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi',
    'if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi',
    'if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q -f /usr/share/icons/hicolor || true; fi',
    ''
  ].join('\n')
}
