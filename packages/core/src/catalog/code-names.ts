import { splitWords } from './name-words.js'

/** Last words of names whose digits name a thing: nothing is gained by adding them up. */
const codeWords = new Set([
  'id',
  'ids',
  'guid',
  'uuid',
  'key',
  'code',
  'sku',
  'ean',
  'gtin',
  'isbn',
  'issn',
  'iban',
  'bic',
  'zip',
  'zipcode',
  'postcode',
  'postal',
  'plz',
  'postleitzahl',
  'phone',
  'telephone',
  'mobile',
  'tel',
  'telefon',
  'telefonnummer',
  'fax',
  'version',
  'schlussel',
  'kennung',
  'artikelnummer',
])

/** True for a column whose name says that its texts are codes (`user_id`, `PLZ`, `zip code`, `Telefon`). */
export function isCodeName(name: string): boolean {
  const last = splitWords(name).at(-1)
  return last !== undefined && codeWords.has(last)
}
