import { describe, expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const ships = writeRows(
  ['Ship', 'Yard', 'Laid down', 'Launched'],
  [
    ['Aurora', 'Kiel', '3 May 1931', '7 June 1933'],
    ['Boreas', 'Kiel', '9 July 1930', '2 March 1934'],
    ['Ceres', 'Genoa', '1 January 1932', '8 August 1933'],
    ['Dione', 'Genoa', '4 April 1933', '5 May 1936'],
  ],
)
const films = writeRows(
  ['Film', 'Release date', 'Role'],
  [
    ['Rain', 'March 4, 2001', 'Ada'],
    ['Snow', 'May 9, 2003', 'Bea'],
    ['Hail', 'June 1, 2003', 'Cleo'],
    ['Frost', 'July 8, 2003', 'Dora'],
  ],
)
const shops = writeRows(
  ['Name', 'Year opened', 'Staff'],
  [
    ['Corner', '1999', '4'],
    ['Market', '1987', '12'],
    ['Harbour', '2004', '7'],
  ],
)

describe('times that are asked for', () => {
  it.each([
    [ships, 'when was Aurora launched?', '7 June 1933'],
    [ships, 'when was Ceres laid down?', '1 January 1932'],
    [ships, 'in what year was Boreas launched?', '1934'],
    [ships, 'which ship was the first to be launched?', 'Aurora'],
    [ships, 'which ship was the first to be laid down?', 'Boreas'],
    [ships, 'which ship was launched last?', 'Dione'],
    [films, 'in which year was Snow released?', '2003'],
    [films, 'which year had the most films released?', '2003'],
    [films, 'what was the release date of the last film?', 'July 8, 2003'],
    [films, 'what was the role in the first film?', 'Ada'],
    [films, 'what was the last film of the year?', 'Frost'],
    [shops, 'what year was Market opened?', '1987'],
    [shops, 'when was Harbour opened?', '2004'],
    [films, 'In welchem Jahr erschien Rain?', '2001'],
  ])('%#: %s %s', async (rows, question, answer) => {
    expect(await (await openRows(rows))(question)).toBe(answer)
  })

  it.each([
    [ships, 'in what year was Aurora?'],
    [ships, 'when was Aurora?'],
    [ships, 'which ship was first?'],
    [shops, 'when was Market closed?'],
    [shops, 'which shop opened first?'],
    [films, 'when did Rain star Ada in Rome?'],
  ])('%#: refuses %s %s', async (rows, question) => {
    expect(await (await openRows(rows))(question)).toMatch(
      /^(?:unknown-word|needs-model|ambiguous|not-in-data)$/u,
    )
  })
})
