import type { Relation } from '../plan/algebra.js'
import { inputsOf } from '../plan/explain-plan.js'
import { columnOf, positionAt, selectedCount } from './chunk.js'
import { compileRelation, demandAll, scopeOf } from './compile-relation.js'
import { joinTooLarge } from './errors.js'
import { queriesIn } from './find-queries.js'
import { createPreparedQuery } from './prepared-query.js'
import { createRunContext, type RunContext } from './run-context.js'
import { readValue, type Value } from './value.js'

/**
 * Runs the queries that stand in expressions, innermost first, and keeps what they give. In a row that stands for no
 * record, they are what coverage and evidence are about.
 */
export async function runInnerQueries(root: Relation, context: RunContext): Promise<void> {
  const isOverUnit = readsNoTable(root)
  for (const query of queriesIn(root)) {
    const { mainTable, columns } = scopeOf(query.input, context)
    const inner: RunContext = {
      ...createRunContext({ ...context, mainTable: mainTable ?? context.mainTable }),
      scopes: context.scopes,
      queries: context.queries,
    }
    await runInnerQueries(query.input, inner)
    const names = columns.map(({ name }) => name)
    const rows: Value[][] = []
    const list = inner.newRecordList()
    for await (const chunk of compileRelation(query.input, demandAll(names), inner)) {
      await context.pace.step()
      if (rows.length + selectedCount(chunk) > context.limits.maxJoinRows)
        throw joinTooLarge('rows', context.limits.maxJoinRows)
      const vectors = names.map((name) => columnOf(chunk, name))
      for (let k = 0; k < selectedCount(chunk); k++) {
        const row = positionAt(chunk, k)
        rows.push(vectors.map((vector) => readValue(vector, row)))
        list.add(chunk, row)
      }
    }
    context.queries.set(query, createPreparedQuery(query, rows))
    context.rowsScanned += inner.rowsScanned
    context.readsData ||= inner.readsData
    if (!isOverUnit || mainTable === undefined) continue
    if (mainTable === context.mainTable && context.skipped.total === 0) context.skipped.take(inner.skipped)
    context.provenance ??= context.newRecordList()
    context.provenance.take((inner.provenance ?? list).provenance())
  }
}

function readsNoTable(relation: Relation): boolean {
  if (relation.op === 'scan') return false
  return inputsOf(relation).every(readsNoTable)
}
