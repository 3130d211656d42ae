import { type Outcome, type Score, scoreByKind, scoreCurve, scoreOf, scoreSimpleKinds } from './score.js'

const maxListed = 60

export function toReport(part: string, outcomes: readonly Outcome[], elapsedMs: number) {
  const refused = outcomes.filter(({ given }) => given === undefined)
  return {
    part,
    elapsedMs: Math.round(elapsedMs),
    all: scoreOf(outcomes),
    kinds: Object.fromEntries(scoreByKind(outcomes)),
    simple: scoreSimpleKinds(outcomes),
    curve: scoreCurve(outcomes),
    reasons: countBy(refused.map(({ reason = '' }) => reason)),
    unplaced: countBy(refused.flatMap(({ unplaced }) => unplaced)).slice(0, maxListed),
  }
}

export type Report = ReturnType<typeof toReport>

export function toMarkdown({ part, all, kinds, simple, curve, reasons, unplaced }: Report): string {
  return [
    `## WikiTableQuestions, ${part}`,
    '',
    '| kind | questions | answered | coverage | precision | at least (Wilson 95 %) |',
    '|---|--:|--:|--:|--:|--:|',
    ...Object.entries({ ...kinds, 'simple kinds (count, lookup, sum, superlative)': simple, all }).map(
      ([kind, score]) => `| ${kind} | ${toCells(score)} |`,
    ),
    '',
    '| cost up to | lead from | questions | answered | coverage | precision | at least |',
    '|--:|--:|--:|--:|--:|--:|--:|',
    ...curve.map(
      ({ maxCost, minLead, score }) =>
        `| ${Number.isFinite(maxCost) ? maxCost : 'any'} | ${minLead} | ${toCells(score)} |`,
    ),
    '',
    `Refused: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')}.`,
    `Not placed most often: ${unplaced.map(([word, count]) => `${word} ${count}`).join(', ')}.`,
    '',
  ].join('\n')
}

function toCells({ questions, answered, coverage, precision, precisionAtLeast }: Score): string {
  return [questions, answered, percent(coverage), percent(precision), percent(precisionAtLeast)].join(' | ')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function countBy(items: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}
