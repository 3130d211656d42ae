import { openSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { serveBlocks } from '@assay/core/blocks'
import { hostCrc32 } from './host-crc32.js'

// What a thread of `createBlockRunner` runs.
const port = parentPort
if (port === null) throw new Error('This module is the script of a worker thread.')
serveBlocks(
  {
    post: (message, moved = []) => port.postMessage(message, moved),
    listen: (listener) => void port.on('message', listener),
  },
  {
    crc32: hostCrc32,
    // Closed when the thread ends.
    openFile(path) {
      const descriptor = openSync(path, 'r')
      return { read: (position, into) => readSync(descriptor, into, 0, into.length, position) }
    },
  },
)
port.postMessage('ready')
