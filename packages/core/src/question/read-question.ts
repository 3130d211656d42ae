import type { Catalog, ValueIndex } from '../catalog/catalog.js'
import { inputLimits } from '../guard/call-input.js'
import { canonicalJson, canonicalPlan } from '../plan/canonical-plan.js'
import { columnsOf } from '../plan/columns-of.js'
import { isBeyondValues } from './beyond-values.js'
import { askedColumns, buildPlan, hasValue } from './build-plan.js'
import { type Candidate, chooseReading, margin } from './choose-reading.js'
import type { PlacedReading } from './constituent.js'
import { findUncovered, type Lattice } from './elements.js'
import { formTargets } from './forms.js'
import { viewTables } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { buildLattice } from './lattice.js'
import { beginsWithVerb, guessLanguages } from './lexicon-index.js'
import { allTimesOf } from './link-times.js'
import { type FoundValues, findValues } from './link-values.js'
import { objectToParts } from './object-to-parts.js'
import { outlineParts, type PartOutline } from './outline-parts.js'
import { readCells } from './read-cells.js'
import { readSequences, type Sequence } from './read-sequences.js'
import type { QuestionReading, WordReading } from './reading.js'
import { refuse, refuseAmbiguous } from './refuse.js'
import { refuseUncovered, refuseUnread } from './refuse-unread.js'
import { once } from './remember.js'
import { restatePlan } from './restate-plan.js'
import { type Probed, type ResultProbe, rememberResults } from './settle.js'
import { splitCompound } from './split-compounds.js'
import type { Target } from './target.js'
import { readTokens, type Token } from './tokens.js'
import { withoutEchoes } from './without-echoes.js'

const maxTokens = 60
const maxPartCost = 0.35
/** An objection to a reading that is less sure than this would name what nobody meant. */
const maxObjectionCost = 0.3

/**
 * A question as a plan, without a model. Every content word is accounted for by exactly one table, column, value,
 * number or operation, in a reading that is clearly surer than any other; else the question is refused with what
 * stood in the way.
 */
export async function readQuestion(
  question: string,
  data: { readonly catalog: Catalog; readonly values: ValueIndex },
  options: {
    readonly language?: Language | undefined
    readonly now: () => Date
    /** Runs a plan, so that readings which give the same need not be told apart. */
    readonly probe?: ResultProbe
  },
): Promise<QuestionReading> {
  const tokens = question.length > inputLimits.maxQuestionLength ? [] : readTokens(question)
  const guessed = options.language === undefined ? guessLanguages(tokens) : [options.language]
  const language = guessed[0] ?? 'en'
  const { texts } = languages[language]
  if (question.length > inputLimits.maxQuestionLength || tokens.length > maxTokens) {
    return refuse({ language, reason: 'needs-model', text: texts.tooLong })
  }
  if (tokens.length === 0) return refuse({ language, reason: 'unknown-word', text: texts.empty })
  const readings = await Promise.all(guessed.map((code) => readIn(code, question, tokens, data, options)))
  const planned = readings.filter((reading) => reading.status === 'plan')
  const plans = new Set(planned.map(({ plan }) => canonicalJson(canonicalPlan(plan))))
  if (plans.size < 2) return planned[0] ?? readings[0]!
  const alternatives = planned.map(({ plan, language: code }) => ({ text: restatePlan(plan, code), plan }))
  return refuseAmbiguous(alternatives, [], language)
}

async function readIn(
  language: Language,
  question: string,
  tokens: readonly Token[],
  { catalog, values }: { readonly catalog: Catalog; readonly values: ValueIndex },
  { probe, now }: { readonly probe?: ResultProbe; readonly now: () => Date },
): Promise<QuestionReading> {
  const found = await findValues(question, tokens, values, language)
  const plain = viewTables(catalog).map((table) => buildLattice(tokens, table, found, language, now()))
  const lattices = await Promise.all(plain.map((lattice) => withCells(lattice, found, now(), probe)))
  const covered = lattices.filter((lattice) => findUncovered(lattice).length === 0)
  if (covered.length === 0) {
    const taken = await takeApart(language, question, tokens, lattices, { catalog, values }, now())
    return taken === undefined
      ? refuseUncovered(lattices, catalog, tokens, language)
      : readIn(
          language,
          question,
          taken,
          { catalog, values },
          { now, ...(probe === undefined ? {} : { probe }) },
        )
  }
  const candidates = covered.flatMap((lattice) => readCandidates(lattice)).sort((a, b) => a.cost - b.cost)
  const worthSaying = candidates.filter(
    ({ objection, cost }) => objection === undefined || cost <= maxObjectionCost,
  )
  return worthSaying.length === 0
    ? refuseUnread(covered, catalog, language, (lattice) => readCandidates(lattice, true))
    : chooseReading(worthSaying, language, values, probe && rememberResults(probe))
}

/** A word that means nothing yet may stand inside a text of the table, where that is small. */
async function withCells(
  lattice: Lattice,
  found: readonly FoundValues[],
  now: Date,
  probe: ResultProbe | undefined,
): Promise<Lattice> {
  const { tokens, table, language } = lattice
  if (probe === undefined || findUncovered(lattice).length === 0) return lattice
  const cells = await readCells(table, probe)
  return cells === undefined ? lattice : buildLattice(tokens, table, found, language, now, cells)
}

/** The tokens with a word of which nothing is known as two that are, where there is one way to take it apart. */
async function takeApart(
  language: Language,
  question: string,
  tokens: readonly Token[],
  lattices: readonly Lattice[],
  { catalog, values }: { readonly catalog: Catalog; readonly values: ValueIndex },
  now: Date,
): Promise<readonly Token[] | undefined> {
  const gaps = lattices.map((lattice) => new Set(findUncovered(lattice)))
  const at = tokens.findIndex((_, i) => gaps.every((gap) => gap.has(i)))
  const token = tokens[at]
  if (token === undefined) return undefined
  const known = new Map<string, Promise<boolean>>()
  const isKnown = (part: Token): Promise<boolean> => {
    const answer = known.get(part.fold) ?? isNoun(part)
    known.set(part.fold, answer)
    return answer
  }
  const isNoun = async (part: Token): Promise<boolean> => {
    const found = await findValues(question, [part], values, language)
    return viewTables(catalog).some((table) =>
      buildLattice([part], table, found, language, now).at[0]!.some(
        ({ kind, cost }) => cost <= maxPartCost && (kind === 'value' || kind === 'column' || kind === 'rows'),
      ),
    )
  }
  const splits: [Token, Token][] = []
  for (const [head, tail] of splitCompound(token, language))
    if ((await isKnown(tail)) && (await isKnown(head))) splits.push([head, tail])
  const [first] = splits
  if (first === undefined || new Set(splits.map(([, tail]) => tail.fold)).size > 1) return undefined
  return [...tokens.slice(0, at), ...first, ...tokens.slice(at + 1)]
}

/** Readings in the order of their cost; those too far behind the first sound one to matter are not built. */
function readCandidates(lattice: Lattice, withGaps = false): Candidate[] {
  const startsWithVerb = beginsWithVerb(lattice.tokens, lattice.language)
  const candidates: Candidate[] = []
  let bound = Number.POSITIVE_INFINITY
  for (const sequence of readSequences(lattice, withGaps)) {
    if (sequence.cost > bound) break
    for (const candidate of formCandidates(sequence, lattice, startsWithVerb)) {
      candidates.push(candidate)
      if (candidate.objection === undefined) bound = Math.min(bound, candidate.cost + margin)
    }
  }
  return candidates
}

function formCandidates(sequence: Sequence, lattice: Lattice, startsWithVerb: boolean): Candidate[] {
  const { cost } = sequence
  const parts = withoutEchoes(sequence.parts, lattice)
  const outline = outlineParts(parts)
  if (outline === undefined) return []
  const targets = formTargets(outline, lattice, startsWithVerb)
  if (targets.length === 0) return []
  const objection =
    parts.find((part) => part.objection !== undefined)?.objection ?? objectToParts(parts, lattice)
  return targets.map((formed): Candidate => {
    const { target, untied, neighbour, same = [] } = formed
    return {
      table: lattice.table,
      cost: cost + formed.cost,
      objection: objection ?? formed.objection,
      single: formed.single ?? false,
      amount: formed.amount,
      gaps: parts.flatMap(({ part, start }) => (part.kind === 'gap' ? [start] : [])),
      read: once(() => {
        const plan = buildPlan(target)
        return {
          plan,
          key: canonicalJson(canonicalPlan(plan)),
          asked: askedColumns(target),
          assumptions: [
            ...new Set([...parts.flatMap((part) => part.assumptions ?? []), ...formed.assumptions]),
          ],
          reading: toWordReadings(
            parts.flatMap(({ readings }) => readings),
            lattice.tokens,
          ),
          same: same.map((one) => ({ plan: buildPlan(one), asked: askedColumns(one) })),
          ...(neighbour === undefined
            ? {}
            : {
                neighbour: {
                  ...neighbour,
                  times: neighbour.times.map((one) => ({ plan: buildPlan(one), asked: askedColumns(one) })),
                },
              }),
          ...(untied === undefined
            ? {}
            : { untied: { plan: buildPlan(untied.target), asked: [untied.column] } }),
          applies: countApplicable(outline, target),
          times: timesIn(target),
          isBeyond: target.filters.some((where) => isBeyondValues(where, lattice.table)),
        }
      }),
    }
  })
}

function timesIn({ table, filters }: Target): string {
  const times = allTimesOf(table).flatMap(({ name, reading }) => [name, reading?.column ?? name])
  return [...new Set(filters.flatMap(columnsOf))]
    .filter((name) => times.includes(name))
    .sort()
    .join('\n')
}

/** Rows of the kind that is asked about that have a value wherever the reading needs one. */
function countApplicable(outline: PartOutline, target: Target): Probed {
  const { ordered, measured, extreme, ask, columns } = outline
  const filters = ordered.flatMap((part) => {
    if (part.kind !== 'filter') return []
    return part.isNoun || part.where.op === 'is-blank' ? [part.where] : [hasValue(part.column)]
  })
  const needed = [measured?.column, extreme?.extreme.column, ask?.column, ...columns].flatMap((column) =>
    column === undefined ? [] : [hasValue(column)],
  )
  const counted = { kind: 'measure', measure: { fn: 'count' }, groups: [] } as const
  const counting: Target = { table: target.table, filters: [...filters, ...needed], select: counted }
  return { plan: buildPlan(counting), asked: askedColumns(counting) }
}

function toWordReadings(readings: readonly PlacedReading[], tokens: readonly Token[]): WordReading[] {
  return readings.map(({ start, end, as }) => ({
    word: tokens
      .slice(start, end)
      .map(({ text }) => text)
      .join(' '),
    span: [tokens[start]!.start, tokens[end - 1]!.end],
    as,
  }))
}
