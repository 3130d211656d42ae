import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { freezePlan } from '../plan/freeze-plan.js'

/** The plan over the rows of a table whose column is not the text. */
export function withCondition({ version, root }: Plan, table: string, column: string, text: string): Plan {
  const condition: Expression = {
    op: 'ne',
    args: [
      { op: 'column', name: column },
      { op: 'text', value: text },
    ],
  }
  const rewrite = (relation: Relation): Relation => {
    switch (relation.op) {
      case 'scan':
        return relation.table === table ? { op: 'filter', input: relation, where: condition } : relation
      case 'filter': {
        if (relation.input.op !== 'scan') return { ...relation, input: rewrite(relation.input) }
        const parts = relation.where.op === 'and' ? relation.where.args : [relation.where]
        return { ...relation, where: { op: 'and', args: [...parts, condition] } }
      }
      case 'project':
      case 'aggregate':
      case 'sort':
      case 'limit':
        return { ...relation, input: rewrite(relation.input) }
      default:
        return relation
    }
  }
  return freezePlan({ version, root: rewrite(root) })
}
