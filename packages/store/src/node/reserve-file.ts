import { unlinkSync } from 'node:fs'
import { type FileLayer, readErrno } from './file-layer.js'

/** A file that is there to be removed: on a full disk even a delete needs some space. */
export interface ReserveFile {
  /** Takes the space if there is plenty of it, and nothing otherwise. */
  fill(): Promise<void>
  /** Gives the space back, at once. */
  free(): void
}

/** `bytes` are taken only while four times as much is free. */
export function createReserveFile(options: {
  readonly path: string
  readonly folder: string
  readonly bytes: number
  readonly files: FileLayer
}): ReserveFile {
  const { path, folder, bytes, files } = options

  function free(): void {
    try {
      unlinkSync(path)
    } catch {
      // It is gone already, or the disk lets go of nothing.
    }
  }

  async function hasReserve(): Promise<boolean> {
    const found = await files.stat(path).catch((error) => {
      if (readErrno(error) === 'ENOENT') return { size: 0 }
      throw error
    })
    return found.size === bytes
  }

  return {
    async fill() {
      if ((await hasReserve()) || (await files.freeBytes(folder)) < 4 * bytes) return
      const handle = await files.open(path, 'w')
      try {
        await handle.writeFile(new Uint8Array(bytes).fill(0x5a))
        await handle.sync()
      } catch (error) {
        free()
        if (readErrno(error) !== 'ENOSPC') throw error
      } finally {
        await handle.close()
      }
    },
    free,
  }
}
