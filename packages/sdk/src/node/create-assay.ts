import { fromUrl, isWebAddress, type UrlOptions, useCrc32 } from '@assay/core'
import { type Assay, type AssayOptions, createAssay as createPortable, storeMigrations } from '@assay/sdk'
import type { Store } from '@assay/store'
import { openStore } from '@assay/store/node'
import { createBlockRunner } from './block-runner.js'
import { fromFile } from './from-file.js'
import { hostCrc32 } from './host-crc32.js'

export interface NodeAssayOptions extends Omit<AssayOptions, 'store' | 'openSource'> {
  /** A folder, made if it is not there, or an open store, which Assay then owns. */
  readonly store: string | Store
  /** How addresses are read again, for evidence and to see whether they changed. */
  readonly urls?: Pick<UrlOptions, 'allow' | 'fetch'> | undefined
}

/** Assay, embedded on Node: a folder as its store, files as its sources. */
export async function createAssay(options: NodeAssayOptions): Promise<Assay> {
  if (hostCrc32 !== undefined) useCrc32(hostCrc32)
  const { store: place, urls, ...rest } = options
  const store =
    typeof place === 'string'
      ? await openStore({
          folder: place,
          migrations: storeMigrations,
          ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
        })
      : place
  try {
    return await createPortable({
      cpuMs: readCpuMs,
      blockRunner: createBlockRunner(),
      ...rest,
      store,
      openSource: async (location) => (isWebAddress(location) ? fromUrl(location, urls) : fromFile(location)),
    })
  } catch (error) {
    await store.close()
    throw error
  }
}

function readCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
