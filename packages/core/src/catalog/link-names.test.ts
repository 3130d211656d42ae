import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createNamedAfter, isNamedAfter, readLinkName } from './link-names.js'

const word = fc.constantFrom(
  'city',
  'cities',
  'storey',
  'storeys',
  'airport',
  'parent',
  'id',
  'name',
  'code',
  'x',
)
const path = fc.array(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('_')),
  { maxLength: 3 },
)
const names = fc.record({ table: word, path }).map(readLinkName)

it('finds the columns that are named after another as comparing each with it does', () => {
  fc.assert(
    fc.property(fc.array(names, { maxLength: 30 }), names, (sources, target) => {
      const namedAfter = createNamedAfter(sources)
      for (const to of [target, ...sources])
        expect(namedAfter(to)).toEqual([...sources.keys()].filter((at) => isNamedAfter(sources[at]!, to)))
    }),
  )
})
