import { expect, it } from 'vitest'
import type { Plan } from '../plan/algebra.js'
import { outlinePlan } from '../question/outline-plan.js'
import { remarkOnCoverage } from './remark.js'

const plan: Plan = {
  version: 1,
  root: {
    op: 'aggregate',
    groups: [],
    measures: [{ name: 'avg', fn: 'avg', value: { op: 'column', name: 'rating' } }],
    input: {
      op: 'filter',
      where: {
        op: 'eq',
        args: [
          { op: 'column', name: 'genre' },
          { op: 'text', value: 'Drama' },
        ],
      },
      input: { op: 'scan', table: 'movies' },
    },
  },
}

it('says of which rows a value is missing: of all, or of those that matched', () => {
  const remarks = remarkOnCoverage(
    outlinePlan(plan)!,
    {
      columns: [{ name: 'avg', type: 'number' }],
      rows: [[6.7]],
      coverage: {
        considered: 1000,
        used: 900,
        withheld: 0,
        skipped: [
          { reason: 'null: genre', records: 80 },
          { reason: 'missing: rating', records: 20 },
        ],
      },
      provenance: { table: 'movies', rows: [], total: 0 },
      rowsScanned: 1000,
      how: 'exact' as const,
      rowsTotal: 0,
    },
    'en',
  )
  expect(remarks).toEqual(['80 of 1,000 have no genre', '20 of the matching have no rating'])
})
