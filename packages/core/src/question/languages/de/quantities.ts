import { germanUnits } from '../../../catalog/units.js'
import type { LanguageData } from '../language.js'

export const numbers: LanguageData['numbers'] = {
  decimal: ',',
  group: '.',
  words: {
    null: '0',
    eins: '1',
    zwei: '2',
    drei: '3',
    vier: '4',
    funf: '5',
    sechs: '6',
    sieben: '7',
    acht: '8',
    neun: '9',
    zehn: '10',
    elf: '11',
    zwolf: '12',
    zwanzig: '20',
    dreissig: '30',
    vierzig: '40',
    funfzig: '50',
    sechzig: '60',
    siebzig: '70',
    achtzig: '80',
    neunzig: '90',
    hundert: '100',
    tausend: '1000',
  },
  magnitudes: {
    hundert: 2,
    tausend: 3,
    tsd: 3,
    million: 6,
    millionen: 6,
    mio: 6,
    milliarde: 9,
    milliarden: 9,
    mrd: 9,
  },
}

export const units: LanguageData['units'] = germanUnits
