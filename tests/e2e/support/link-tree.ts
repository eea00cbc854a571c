/** A second place for a large folder. */

import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Hard links instead of a quarter of a gigabyte of copies; anybody may look into `to`. @returns `to` */
export function linkTree(from: string, to: string): string {
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    const target = path.join(to, path.relative(from, entry.parentPath), entry.name)
    mkdirSync(path.dirname(target), { recursive: true })
    if (entry.isFile()) linkOrCopy(path.join(entry.parentPath, entry.name), target)
  }
  return to
}

function linkOrCopy(file: string, target: string): void {
  try {
    linkSync(file, target)
  } catch {
    copyFileSync(file, target) // another file system
  }
}
