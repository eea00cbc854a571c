/**
 * Where a collector of several groups keeps them: DIR/groups/NAME with the group's rules, its key and its board. What a
 * household is told of the group lies beside it in plain JSON, so that inviting works while the collector is running.
 */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import { createFileNow } from '../../adapters/system/replace-file'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { type InvitationFile, invitationSchema } from '../../app/rounds/invitation'
import { type CollectorConfig, collectorConfig } from './collector-config'

export type FoundedGroup = { readonly config: CollectorConfig; readonly folder: string }
export type GroupTerms = InvitationFile['group']

const GROUPS = 'groups'
const RULES = 'group.json'
const TERMS = 'terms.json'

/** @returns the groups of a collector by the names of their folders. @throws AppError service-config { where }. */
export function groupsIn(stateFolder: string): readonly FoundedGroup[] {
  const root = path.join(stateFolder, GROUPS)
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(root, entry.name, RULES)))
    .map((entry) => path.join(root, entry.name))
    .sort()
    .map((folder) => ({ folder, config: readJson(path.join(folder, RULES), collectorConfig) }))
}

/** Writes the rules of a new group down. @throws AppError group-exists { name }. */
export function addGroupFolder(stateFolder: string, config: CollectorConfig): string {
  const folder = path.join(stateFolder, GROUPS, folderName(config))
  if (existsSync(path.join(folder, RULES))) throw new AppError('group-exists', { name: config.group.name })
  makeFolder(folder, 0o700)
  writeJson(path.join(folder, RULES), config)
  return folder
}

/** What an invitation says of the group, its key among it. */
export function writeTerms(folder: string, terms: GroupTerms): void {
  writeJson(path.join(folder, TERMS), terms)
}

/** @throws AppError service-config { where } where the group was not founded to its end. */
export function readTerms(folder: string): GroupTerms {
  return readJson(path.join(folder, TERMS), invitationSchema.shape.group)
}

function writeJson(file: string, value: unknown): void {
  createFileNow(file, `${JSON.stringify(value, null, 2)}\n`)
}

/** Letters and digits of the name, and what else makes two groups of one name differ. */
function folderName({ group: { name, direction, mode, seconds } }: CollectorConfig): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 40)
  return [plain || 'group', direction, mode, String(seconds)].join('-')
}

function readJson<Value>(file: string, schema: z.ZodType<Value>): Value {
  try {
    const parsed = checkShape(schema, JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
  } catch {
    // Said below, whatever it is.
  }
  throw new AppError('service-config', { where: file })
}
