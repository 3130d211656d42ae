import { expect, it } from 'vitest'
import { openRows, writeRows } from '../testing/ask-rows.js'

const refusal = /^(?:ambiguous|needs-model|not-in-data|unknown-word)$/u

const alloys = writeRows(
  ['Alloy', 'Melting point (K)', 'Price'],
  [
    ['Solder', '456', '22000'],
    ['Brass', '1200', '700'],
    ['Steel', '1700', '1500'],
  ],
)

it('takes K for kelvin where a column is in kelvin', async () => {
  const ask = await openRows(alloys)
  expect(await ask('which alloys have a melting point above 1000 K?')).toBe('Brass, Steel')
  expect(await ask('which alloys have a melting point above 1000K?')).toBe('Brass, Steel')
  expect(await ask('which alloys have a melting point above 1k?')).toBe('Brass, Steel')
  expect(await ask('which alloys have a price above 2 K?')).toMatch(refusal)
})

it('takes K for a thousand elsewhere', async () => {
  const ask = await openRows(alloys.replaceAll(' (K)', ''))
  expect(await ask('which alloys have a price above 2 K?')).toBe('Solder')
})

const staff = writeRows(
  ['Name', 'Department', 'Age'],
  [
    ['Ann', 'IT', '41'],
    ['Bob', 'IT', '33'],
    ['Cat', 'HR', '29'],
    ['Dee', 'Sales', '52'],
  ],
)

it('passes over no word that is written as a name', async () => {
  const ask = await openRows(staff)
  expect(await ask('highest age in IT')).toMatch(/^(?:41|ambiguous|unknown-word|needs-model)$/u)
  expect(await ask('average age in IT')).toMatch(/^(?:37|ambiguous|unknown-word|needs-model)$/u)
  expect(await ask('WHAT IS THE HIGHEST AGE IN SALES?')).toBe('52')
})

const flats = JSON.stringify([
  { wohnung: 'W1', balkon: true, miete: 980 },
  { wohnung: 'W2', balkon: false, miete: 640 },
  { wohnung: 'W3', balkon: true, miete: 1650 },
])

it('says of what there is or is not that it is not', async () => {
  const ask = await openRows(flats, 'wohnungen')
  expect(await ask('Wohnungen ohne Balkon')).toBe('W2')
  expect(await ask('Wie viele Wohnungen haben keinen Balkon?')).toBe('1')
})
