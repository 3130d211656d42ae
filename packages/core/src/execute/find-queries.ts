import type { Expression, Relation } from '../plan/algebra.js'
import { inputsOf } from '../plan/explain-plan.js'

/** The queries in the expressions of a relation, itself and what lies below; those inside them are not listed. */
export function queriesIn(relation: Relation): Extract<Expression, { input: Relation }>[] {
  return [...expressionsOf(relation).flatMap(queriesOf), ...inputsOf(relation).flatMap(queriesIn)]
}

/** The queries of one expression, but not those inside them. */
export function queriesOf(expression: Expression): Extract<Expression, { input: Relation }>[] {
  if (!('args' in expression)) return []
  const inner = expression.args.flatMap(queriesOf)
  return 'input' in expression ? [expression, ...inner] : inner
}

/** Every expression that a relation itself holds. */
export function expressionsOf(relation: Relation): Expression[] {
  switch (relation.op) {
    case 'filter':
      return [relation.where]
    case 'project':
      return relation.columns.map(({ value }) => value)
    case 'aggregate':
      return [
        ...relation.groups.map(({ value }) => value),
        ...relation.measures.flatMap(({ value, where }) => [value, where].filter((it) => it !== undefined)),
      ]
    case 'sort':
      return relation.keys.map(({ value }) => value)
    case 'join': {
      const keys = relation.on.flatMap(({ left, right }) => [left, right])
      return relation.where === undefined ? keys : [...keys, relation.where]
    }
    default:
      return []
  }
}
