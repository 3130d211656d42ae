import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { freezePlan } from '../plan/freeze-plan.js'

/** Signs by which a cell says more than one thing, or something about it: `UDF (1974)`, `Rock, Pop`, `a/b`, `Gone. Was sold.`. */
const behind = [
  ' (',
  ' [',
  ',',
  ';',
  '/',
  ' /',
  ':',
  ' –',
  ' -',
  '-',
  '–',
  '*',
  ' *',
  '†',
  '^',
  '. ',
  '\n',
  ' & ',
  ' and ',
  ' und ',
  ' feat',
  ' ft.',
  ' with ',
  ' mit ',
] as const
const before = [
  ', ',
  '; ',
  '/',
  '– ',
  '- ',
  '(',
  '\n',
  '@',
  '@ ',
  'vs ',
  'vs. ',
  ' & ',
  ' and ',
  ' und ',
] as const

/**
 * The plan with each text that a column must equal taken as one part of its cells, too. Undefined when it has none.
 * Where both give the same, nothing hides behind a note or in a list.
 */
export function loosenTexts({ version, root }: Plan): Plan | undefined {
  const loose = loosenRelation(root)
  return JSON.stringify(loose) === JSON.stringify(root) ? undefined : freezePlan({ version, root: loose })
}

/**
 * Counts the rows in which a text that a column must equal stands inside a longer one: where there is none, taking it
 * as a part changes nothing, which is found out at a fraction of the work. Undefined when it is not so simple.
 */
export function countTextsInside({ version, root }: Plan): Plan | undefined {
  const filters = filtersIn(root)
  const [filter] = filters
  if (filter === undefined || filters.length > 1) return undefined
  const args = equalTexts(filter.where).map(({ column, text }): Expression => {
    const escaped = text.value.replace(/[\\%_]/gu, (sign) => `\\${sign}`)
    const holds = [column, { op: 'text', value: `%${escaped}%` }, { op: 'text', value: '\\' }] as const
    return {
      op: 'and',
      args: [
        { op: 'like', args: holds },
        { op: 'ne', args: [column, text] },
      ],
    }
  })
  const where: Expression = args.length === 1 ? args[0]! : { op: 'or', args }
  const counted: Relation = {
    op: 'aggregate',
    input: { op: 'filter', input: filter.input, where },
    groups: [],
    measures: [{ name: 'count', fn: 'count' }],
  }
  return freezePlan({ version, root: counted })
}

type Filter = Extract<Relation, { op: 'filter' }>

/** Those that `loosenRelation` comes to. */
function filtersIn(relation: Relation): Filter[] {
  switch (relation.op) {
    case 'filter':
      return [relation, ...filtersIn(relation.input)]
    case 'project':
    case 'aggregate':
    case 'sort':
    case 'limit':
      return filtersIn(relation.input)
    default:
      return []
  }
}

type Text = Extract<Expression, { op: 'text' }>

function equalTexts(where: Expression): { readonly column: Expression; readonly text: Text }[] {
  switch (where.op) {
    case 'and':
    case 'or':
    case 'not':
      return where.args.flatMap(equalTexts)
    case 'eq':
    case 'ne':
    case 'in': {
      const [column, ...texts] = where.args
      if (column?.op !== 'column') return []
      return texts.flatMap((text) => (text.op === 'text' ? [{ column, text }] : []))
    }
    default:
      return []
  }
}

function loosenRelation(relation: Relation): Relation {
  switch (relation.op) {
    case 'filter':
      return { ...relation, input: loosenRelation(relation.input), where: loosenCondition(relation.where) }
    case 'project':
    case 'aggregate':
    case 'sort':
    case 'limit':
      return { ...relation, input: loosenRelation(relation.input) }
    default:
      return relation
  }
}

function loosenCondition(expression: Expression): Expression {
  switch (expression.op) {
    case 'and':
    case 'or':
      return { op: expression.op, args: expression.args.map(loosenCondition) }
    case 'not':
      return { op: 'not', args: [loosenCondition(expression.args[0])] }
    case 'eq':
      return anyPart(expression.args[0], [expression.args[1]]) ?? expression
    case 'ne': {
      const part = anyPart(expression.args[0], [expression.args[1]])
      return part === undefined ? expression : { op: 'not', args: [part] }
    }
    case 'in': {
      const [column, ...texts] = expression.args
      return (column && anyPart(column, texts)) ?? expression
    }
    default:
      return expression
  }
}

function anyPart(column: Expression, texts: readonly Expression[]): Expression | undefined {
  if (column.op !== 'column') return undefined
  const patterns = texts.flatMap((text) => (text.op === 'text' ? patternsOf(text.value) : []))
  if (patterns.length === 0) return undefined
  const args = patterns.map(
    (value): Expression => ({
      op: 'like',
      args: [column, { op: 'text', value }, { op: 'text', value: '\\' }],
    }),
  )
  return { op: 'or', args }
}

/** Two words with capitals: another such name may follow without a sign (`Ann Berg Bo Conti`). */
function isFullName(text: string): boolean {
  return /^\p{Lu}[\p{L}'’.-]+ \p{Lu}[\p{L}'’.-]+$/u.test(text)
}

function patternsOf(text: string): string[] {
  const escaped = text.replace(/[\\%_]/gu, (sign) => `\\${sign}`)
  return [
    escaped,
    ...behind.map((sign) => `${escaped}${sign}%`),
    ...before.map((sign) => `%${sign}${escaped}`),
    ...before.map((sign) => `%${sign}${escaped},%`),
    `%(${escaped})%`,
    ...(isFullName(text) ? [`${escaped} %`, `% ${escaped}`] : []),
    ...(/^\p{Lu}/u.test(text) ? [`%-${escaped}`] : []),
  ]
}
