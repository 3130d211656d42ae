import { planErrors } from './errors.js'

/** Of one plan, whoever wrote it. A node is a relation, an expression or a name; depth counts nested objects and lists. */
const planLimits = { maxNodes: 100_000, maxDepth: 256 } as const

/** Refuses what is too deep or too large (or goes in circles) before anything recursive touches it. */
export function checkPlanSize(input: unknown): void {
  const stack: { value: unknown; depth: number }[] = [{ value: input, depth: 0 }]
  let nodes = 0
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, depth } = top
    if (typeof value !== 'object' || value === null) continue
    nodes++
    if (depth > planLimits.maxDepth) throw tooLarge('depth', planLimits.maxDepth)
    if (nodes > planLimits.maxNodes) throw tooLarge('nodes', planLimits.maxNodes)
    for (const child of Object.values(value)) stack.push({ value: child, depth: depth + 1 })
  }
}

function tooLarge(what: 'nodes' | 'depth', limit: number) {
  const message =
    what === 'depth' ? `The plan is nested deeper than ${limit}.` : `The plan has more than ${limit} parts.`
  return planErrors.create('PLAN_TOO_LARGE', message, { what, limit }, { hint: 'Ask in several questions.' })
}
