import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Session } from './session.js'

type Surroundings = Pick<Session, 'environment' | 'platform' | 'directory' | 'homeDirectory'>

/**
 * The folder of the store: `--store`, then `ASSAY_STORE`, then `.assay/` in or above the current folder, then
 * the user's data folder (XDG base directories; `Library/Application Support`; `%LOCALAPPDATA%`).
 */
export function findStorePath(option: string | undefined, session: Surroundings): string {
  const { environment, directory } = session
  const named = option ?? environment['ASSAY_STORE']
  if (named) return resolve(directory, named)
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const candidate = join(folder, '.assay')
    if (isFolder(candidate)) return candidate
    if (dirname(folder) === folder) return userDataFolder(session)
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

function userDataFolder({ environment, platform, homeDirectory }: Surroundings): string {
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] || join(homeDirectory, 'AppData', 'Local'), 'assay')
  if (environment['XDG_DATA_HOME']) return join(environment['XDG_DATA_HOME'], 'assay')
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'assay')
  return join(homeDirectory, '.local', 'share', 'assay')
}
