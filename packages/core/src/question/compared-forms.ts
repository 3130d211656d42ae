import type { Expression } from '../plan/algebra.js'
import type { Part } from './constituent.js'
import type { Lattice } from './elements.js'
import { type Formed, formed } from './formed.js'
import { languages } from './languages/index.js'
import type { PartOutline } from './outline-parts.js'
import type { Target } from './target.js'

type Filter = Extract<Part, { kind: 'filter' }>

/** `what percentage of doors are external`, `the share of doors among the elements on level 2`. */
export function formShare(outline: PartOutline, lattice: Lattice): Formed[] {
  const { places, columns, groups } = outline
  if (!isPlainCount(outline) || columns.length > 0 || groups.length > 0 || outline.isCompared) return []
  if (!outline.rows && !outline.hasNoun) return []
  const { table, tokens, language } = lattice
  const asked = places.find(({ part }) => part.kind === 'share')
  if (asked === undefined) return []
  const verbs = languages[language].questionVerbs
  const verb = tokens.findIndex(({ fold }, at) => at > asked.start && verbs.includes(fold))
  const among = places.find(({ part }) => part.kind === 'among')?.start ?? -1
  const filters = places.flatMap(({ part, start }) => (part.kind === 'filter' ? [{ part, start }] : []))
  const share = (base: readonly Expression[], of: readonly Expression[]): Formed[] =>
    of.length === 0 ? [] : [formed({ table, filters: base, select: { kind: 'share', of } })]
  const split = (at: number, isBaseFirst: boolean) => {
    const before = filters.filter(({ start }) => start < at).map(({ part }) => part.where)
    const after = filters.filter(({ start }) => start > at).map(({ part }) => part.where)
    return isBaseFirst ? share(before, after) : share(after, before)
  }
  if (among > 0 && filters.some(({ start }) => start < among)) return split(among, false)
  if (verb > 0) return split(verb, true)
  const all = filters.map(({ part }) => part.where)
  if (all.length < 2) return share([], all)
  // `the share of doors on level 2`: of all rows, or of those on level 2.
  return [...share([], all), ...share(all.slice(1), all.slice(0, 1))]
}

/** `how many more doors than windows are there`, `are there more doors on level 1 than on level 2`. */
export function formDifference(outline: PartOutline, { table }: Lattice): Formed[] {
  const { places, columns, groups, more, count } = outline
  if (!isPlainCount(outline) || columns.length > 0 || groups.length > 0 || outline.share) return []
  if (!outline.rows && !outline.hasNoun) return []
  if (more === undefined && !count) return []
  const than = places.find(({ part }) => part.kind === 'than')?.start ?? 0
  const filters = places.flatMap(({ part, start }) => (part.kind === 'filter' ? [{ part, start }] : []))
  const first = filters.filter(({ start }) => start < than).map(({ part }) => part)
  const said = filters.filter(({ start }) => start > than).map(({ part }) => part)
  const isReplaced = ({ column }: Filter) => said.some((other) => other.column === column)
  const compared = said.filter(({ column }) => first.some((other) => other.column === column))
  const shared = said.filter((filter) => !compared.includes(filter))
  if (compared.length === 0 || first.length === 0) return []
  // A condition of both must stand behind both, and one of the first alone could be of both.
  if (shared.length > 0 && (first.length > 1 || said[0] !== compared[0])) return []
  if (new Set(said.map(({ column }) => column)).size < said.length) return []
  const kept = first.filter((filter) => !isReplaced(filter))
  const isNoun = compared.every((filter) => filter.isNoun)
  if (isNoun && kept.length > 0) return []
  const target: Target = {
    table,
    filters: [...shared, ...kept].map(({ where }) => where),
    select: {
      kind: 'difference',
      first: first.filter(isReplaced).map(({ where }) => where),
      second: compared.map(({ where }) => where),
      whether: more?.whether ?? false,
    },
  }
  return [formed(target)]
}

function isPlainCount(outline: PartOutline): boolean {
  const { measured, most, frequent, extreme, top, amount, rankBy, only, light, distinct } = outline
  const ranked = most ?? frequent ?? extreme ?? top ?? amount ?? rankBy
  return measured === undefined && ranked === undefined && !only && !light && !distinct
}
