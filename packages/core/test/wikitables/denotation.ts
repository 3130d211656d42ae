/**
 * Answers as the official WikiTableQuestions evaluator (Pasupat and Liang 2015, `evaluator.py` 1.0.2) compares them.
 * Its canonical targets are not part of the data here: a number with grouping commas is read as one in their place.
 */
interface Denoted {
  readonly normalized: string
  readonly amount?: number
  readonly date?: string
}

/** `normalize` of the evaluator: accents, quotes, dashes, citations, trailing notes, outer quotes, final stop, case. */
function normalize(text: string): string {
  let result = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[‘’´`]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/[‐‑‒–—−]/gu, '-')
  for (let before = ''; before !== result; ) {
    before = result
    result = result
      .trim()
      .replace(/(?:(?<!^)\[[^\]]*\]|\[\d+\]|[•♦†‡*#+])*$/u, '')
      .trim()
      .replace(/(?<!^)(?: \([^)]*\))*$/u, '')
      .trim()
      .replace(/^"([^"]*)"$/u, '$1')
  }
  return result.replace(/\.$/u, '').replace(/\s+/gu, ' ').toLowerCase().trim()
}

function toDenoted(text: string): Denoted {
  const normalized = normalize(text)
  const amount = readAmount(text.trim())
  if (amount !== undefined) return { normalized, amount }
  const date = readDate(text.trim())
  if (date === undefined) return { normalized }
  const [year, month, day] = date
  return month === -1 && day === -1 ? { normalized, amount: year } : { normalized, date: date.join('-') }
}

/** Whether two lists denote the same set. */
export function sameDenotation(gold: readonly string[], given: readonly string[]): boolean {
  const targets = distinct(gold.map(toGold))
  const predicted = distinct(given.map(toDenoted))
  return (
    targets.length === predicted.length &&
    targets.every((target) => predicted.some((value) => matches(target, value)))
  )
}

function toGold(text: string): Denoted {
  const plain = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(text.trim()) ? text.replaceAll(',', '') : text
  return { ...toDenoted(plain), normalized: normalize(text) }
}

function matches(target: Denoted, value: Denoted): boolean {
  if (target.normalized === value.normalized) return true
  if (target.amount !== undefined && value.amount !== undefined)
    return Math.abs(target.amount - value.amount) < 1e-6
  return target.date !== undefined && target.date === value.date
}

function distinct(values: readonly Denoted[]): Denoted[] {
  return values.filter((value, i) => values.findIndex((other) => isEqual(value, other)) === i)
}

function isEqual(a: Denoted, b: Denoted): boolean {
  if (a.amount !== undefined || b.amount !== undefined) return a.amount === b.amount
  if (a.date !== undefined || b.date !== undefined) return a.date === b.date
  return a.normalized === b.normalized
}

function readAmount(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(text) ? Number(text) : undefined
}

function readDate(text: string): readonly [number, number, number] | undefined {
  const parts = /^(x{2}|x{4}|\d+)-(xx|\d+)-(xx|\d+)$/u.exec(text.toLowerCase())
  if (parts === null) return undefined
  const [year, month, day] = parts.slice(1).map((part) => (part.startsWith('x') ? -1 : Number(part)))
  if (year === undefined || month === undefined || day === undefined) return undefined
  const isDate = Math.max(year, month, day) > -1 && month !== 0 && month <= 12 && day !== 0 && day <= 31
  return isDate ? [year, month, day] : undefined
}
