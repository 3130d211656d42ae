import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberScan } from './number-scan.js'

const encoder = new TextEncoder()

function read(text: string, cut = text.length + 1): { value: number | 'exact'; decimals: number } {
  const scan = new NumberScan(1_000)
  const bytes = encoder.encode(`${text},`)
  for (let end = cut; end < bytes.length; end += cut) expect(scan.scan(bytes, 0, end)).toBe(-1)
  expect(scan.scan(bytes, 0, bytes.length)).toBe(text.length)
  return scan.exact ? { value: 'exact', decimals: 0 } : { value: scan.value, decimals: scan.decimals }
}

/** Digits without the zeros around them and the power of ten of the last one, by text alone. */
function normalize(text: string): { digits: string; power: number } {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE](.*))?$/.exec(text) ?? []
  const all = whole + fraction
  const digits = all.replace(/^0+/, '').replace(/0+$/, '')
  const trailing = all.length - all.replace(/0+$/, '').length
  return { digits, power: digits === '' ? 0 : Number(exponent) - fraction.length + trailing }
}

const digits = fc.stringMatching(/^[0-9]{1,18}$/)
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.option(digits),
    fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-', 'E-'), fc.integer({ min: 0, max: 40 }))),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const integer = whole.replace(/^0+(?=\d)/, '')
    return `${sign}${integer}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : exponent.join('')}`
  })

describe('numbers', () => {
  it.each<[string, number | 'exact', number]>([
    ['0', 0, 0],
    ['-0', -0, 0],
    ['-0.00e7', -0, 0],
    ['0e999999999999', 0, 0],
    ['1.50', 1.5, 1],
    ['1e3', 1000, 0],
    ['1.5e-3', 0.0015, 4],
    ['100.00', 100, 0],
    ['123456789012345', 123456789012345, 0],
    ['-122.123456789012', -122.123456789012, 12],
    ['1000000000000000', 1e15, 0],
    ['1234567890123456', 'exact', 0],
    ['9007199254740993', 'exact', 0],
    ['0.1234567890123456', 'exact', 0],
    ['1.000000000000000000', 1, 0],
    ['1e22', 1e22, 0],
    ['1e23', 'exact', 0],
    ['10e22', 'exact', 0],
    ['1e-22', 1e-22, 22],
    ['1e-23', 'exact', 0],
    ['1e400', 'exact', 0],
    ['1e-400', 'exact', 0],
    [`0.${'0'.repeat(300)}1e301`, 1, 0],
    [`1${'0'.repeat(300)}e-299`, 10, 0],
  ])('%s', (text, value, decimals) => {
    expect(read(text)).toEqual({ value, decimals })
    expect(read(text, 1)).toEqual({ value, decimals })
    expect(read(text, 3)).toEqual({ value, decimals })
  })

  it.each([
    ['-', 1],
    ['-x', 1],
    ['01', 1],
    ['-00', 2],
    ['1.', 2],
    ['1.e1', 2],
    ['1e', 2],
    ['1e+', 3],
    ['1e+-', 3],
    ['12345678901234567890.', 21],
  ])('%s is refused at byte %i', (text, at) => {
    for (let cut = 1; cut <= text.length + 1; cut++)
      expect(() => read(text, cut)).toThrow(expect.objectContaining({ at }))
  })

  it('end where no other byte belongs to them', () => {
    const bytes = encoder.encode('1.23456789012345.6')
    expect(new NumberScan(99).scan(bytes, 0, bytes.length)).toBe(16)
    expect(new NumberScan(99).scan(encoder.encode('1.5.6'), 0, 5)).toBe(3)
  })

  it('are what JSON.parse reads, with the decimal places of their shortest form, or exact', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 9 }), (text, cut) => {
        const result = read(text)
        const { digits: significant, power } = normalize(text)
        if (significant.length > 15 || Math.abs(power) > 22) expect(result.value).toBe('exact')
        else expect(result).toEqual({ value: JSON.parse(text), decimals: Math.max(0, -power) })
        expect(read(text, cut)).toEqual(result)
      }),
      { numRuns: 5_000 },
    )
  })

  it('take linear time however they are cut', () => {
    const scan = new NumberScan(1e9)
    const bytes = new Uint8Array(2_000_000).fill(0x31)
    const from = performance.now()
    for (let end = 1; end < bytes.length; end++) scan.scan(bytes, 0, end)
    expect(performance.now() - from).toBeLessThan(2_000)
  })
})
