/** What became of one question. */
export interface Outcome {
  readonly id: string
  readonly kind: string
  readonly table: string
  readonly question: string
  readonly gold: readonly string[]
  readonly given?: readonly string[]
  readonly right: boolean
  /** Of the reading: how doubtful it is, and by how much it leads. */
  readonly cost: number
  readonly lead: number
  /** Of a refusal. */
  readonly reason?: string
  readonly text?: string
  readonly unplaced: readonly string[]
  readonly plan?: string
  readonly assumptions?: readonly string[]
}

export interface Score {
  readonly questions: number
  readonly answered: number
  readonly right: number
  readonly coverage: number
  readonly precision: number
  /** Lower end of the Wilson interval of 95 %. */
  readonly precisionAtLeast: number
}

export function scoreOf(outcomes: readonly Outcome[], of = outcomes.length): Score {
  const answered = outcomes.filter(({ given }) => given !== undefined)
  const right = answered.filter((outcome) => outcome.right).length
  return {
    questions: of,
    answered: answered.length,
    right,
    coverage: of === 0 ? 0 : answered.length / of,
    precision: answered.length === 0 ? 0 : right / answered.length,
    precisionAtLeast: wilsonLower(right, answered.length),
  }
}

/** Lower end of Wilson's score interval (Wilson 1927), two-sided 95 %. */
function wilsonLower(right: number, total: number): number {
  if (total === 0) return 0
  const z = 1.959964
  const share = right / total
  const centre = share + z ** 2 / (2 * total)
  const spread = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))
  return (centre - spread) / (1 + z ** 2 / total)
}

export function scoreByKind(outcomes: readonly Outcome[]): ReadonlyMap<string, Score> {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].sort()
  return new Map(kinds.map((kind) => [kind, scoreOf(outcomes.filter((outcome) => outcome.kind === kind))]))
}

/** What most questions about data are: the goal of coverage is set for these together. */
const simpleKinds = [
  'count (maybe filtered)',
  'lookup / filter-list',
  'sum/average',
  'superlative / sort / first-last',
]

export function scoreSimpleKinds(outcomes: readonly Outcome[]): Score {
  return scoreOf(outcomes.filter(({ kind }) => simpleKinds.includes(kind)))
}

/** The score when only readings of at most a cost and at least a lead were answered. */
export function scoreCurve(
  outcomes: readonly Outcome[],
): readonly { readonly maxCost: number; readonly minLead: number; readonly score: Score }[] {
  const costs = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, Number.POSITIVE_INFINITY]
  const leads = [0, 0.3]
  return leads.flatMap((minLead) =>
    costs.map((maxCost) => {
      const kept = outcomes.filter(({ cost, lead }) => cost <= maxCost && lead >= minLead)
      return { maxCost, minLead, score: scoreOf(kept, outcomes.length) }
    }),
  )
}
