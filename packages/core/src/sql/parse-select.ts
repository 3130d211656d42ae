import type { Catalog } from '../catalog/catalog.js'
import { parseSqlText } from '../guard/call-input.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { parseStatement } from './parse-query.js'
import { toPlan } from './to-plan.js'

/**
 * A single SELECT as a checked, frozen plan: see `docs/sql.md` for what is understood. Nothing else gets through:
 * SQL_SYNTAX and SQL_UNSUPPORTED with their place, INPUT_TOO_LARGE, and the codes of `checkPlan`.
 */
export function parseSelect(sql: string, catalog: Catalog): Plan {
  const text = parseSqlText(sql)
  const statement = parseStatement(text)
  return checkPlan(toPlan(text, statement, catalog), catalog.tables).plan
}
