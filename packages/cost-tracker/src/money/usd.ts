const nanoDigits = 9
const usdPattern = /^(\d{1,12})(?:\.(\d{1,9}))?$/

/** Nano-dollars of a decimal text in dollars (`'0.05'` is 50,000,000n); undefined when it is not one. Never rounds. */
export function parseUsd(text: string): bigint | undefined {
  const match = usdPattern.exec(text)
  if (match === null) return undefined
  const [, whole = '0', fraction = ''] = match
  return BigInt(whole) * 10n ** BigInt(nanoDigits) + BigInt(fraction.padEnd(nanoDigits, '0'))
}

/** Dollars as exact decimal text with at least two places: 50,000,000n is `'0.05'`. */
export function formatUsd(nanoUsd: bigint): string {
  const sign = nanoUsd < 0n ? '-' : ''
  const digits = (nanoUsd < 0n ? -nanoUsd : nanoUsd).toString().padStart(nanoDigits + 1, '0')
  const whole = digits.slice(0, -nanoDigits)
  const fraction = digits.slice(-nanoDigits).replace(/0+$/, '').padEnd(2, '0')
  return `${sign}${whole}.${fraction}`
}
