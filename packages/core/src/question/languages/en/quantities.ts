import { englishUnits } from '../../../catalog/units.js'
import type { LanguageData } from '../language.js'

export const numbers: LanguageData['numbers'] = {
  decimal: '.',
  group: ',',
  words: {
    zero: '0',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    ten: '10',
    eleven: '11',
    twelve: '12',
    fifteen: '15',
    twenty: '20',
    thirty: '30',
    forty: '40',
    fifty: '50',
    sixty: '60',
    seventy: '70',
    eighty: '80',
    ninety: '90',
  },
  magnitudes: {
    hundred: 2,
    thousand: 3,
    k: 3,
    million: 6,
    millions: 6,
    mio: 6,
    mn: 6,
    billion: 9,
    billions: 9,
    bn: 9,
  },
}

export const units: LanguageData['units'] = englishUnits
