/**
 * Where a collector of several groups keeps them: DIR/groups/NAME with the group's rules, its key and its board. What a
 * household is told of the group lies beside it in plain JSON, so that inviting works while the collector is running.
 */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import { createFileNow, replaceFileNow } from '../../adapters/system/replace-file'
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
const BOARD = 'collector.db'

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

/** The folder of a group that is to be founded. @throws AppError group-exists { name }. */
export function newGroupFolder(stateFolder: string, config: CollectorConfig): string {
  const folder = path.join(stateFolder, GROUPS, folderName(config))
  if (existsSync(path.join(folder, RULES))) throw new AppError('group-exists', { name: config.group.name })
  makeFolder(folder, 0o700)
  return folder
}

/**
 * Writes down what an invitation says of the group, its key among it, and its rules last: a folder with them is a group
 * that was founded to its end.
 */
export function writeGroup(folder: string, config: CollectorConfig, terms: GroupTerms): void {
  replaceFileNow(path.join(folder, TERMS), asJson(terms))
  createFileNow(path.join(folder, RULES), asJson(config))
}

/** @throws AppError board-missing { directory }: with a new board under the same name homes would find another group. */
export function assertBoard(folder: string): void {
  if (!existsSync(boardFile(folder))) throw new AppError('board-missing', { directory: folder })
}

export function boardFile(folder: string): string {
  return path.join(folder, BOARD)
}

/** @throws AppError service-config { where } where the group was not founded to its end. */
export function readTerms(folder: string): GroupTerms {
  return readJson(path.join(folder, TERMS), invitationSchema.shape.group)
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
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
