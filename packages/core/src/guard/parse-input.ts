import * as v from 'valibot'
import { guardErrors } from './errors.js'

/** Validates what a caller passed; the first problem becomes INPUT_INVALID or INPUT_TOO_LARGE with the field's path. */
export function parseInput<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  const field = path === null ? name : `${name}.${path}`
  if (issue.type === 'max_length' || issue.type === 'max_value') {
    const actual = typeof issue.input === 'number' ? issue.input : (issue.input as { length: number }).length
    const limit = Number(issue.requirement)
    throw guardErrors.create('INPUT_TOO_LARGE', `${field} is too large: ${actual}, at most ${limit}.`, {
      field,
      limit,
      actual,
    })
  }
  throw guardErrors.create('INPUT_INVALID', `${field} is not valid: ${issue.message}.`, {
    field,
    problem: issue.message,
  })
}
