import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc32, portableCrc32, useCrc32 } from './crc32.js'

it('is the CRC-32 of gzip, also when continued', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
      expect(portableCrc32(bytes)).toBe(zlibCrc32(bytes))
      expect(crc32(bytes)).toBe(zlibCrc32(bytes))
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlibCrc32(bytes))
    }),
  )
})

it('is computed by the host that can', () => {
  useCrc32((bytes, crc = 7) => bytes.length + crc)
  expect(crc32(new Uint8Array(3), 5)).toBe(8)
  useCrc32(portableCrc32)
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})
