import { foldText } from './fold-text.js'
import { splitWords } from './name-words.js'

const maxUnitLength = 16
const bracketPattern = /[([{]\s*([^)\]}]*?)\s*[)\]}]\s*$/u

/** Words for units in English, folded (`foldText`), to their symbols. */
export const englishUnits: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  milliseconds: 'ms',
  ms: 'ms',
  second: 's',
  seconds: 's',
  sec: 's',
  s: 's',
  minute: 'min',
  minutes: 'min',
  min: 'min',
  mins: 'min',
  hour: 'h',
  hours: 'h',
  h: 'h',
  day: 'd',
  days: 'd',
  millimeter: 'mm',
  millimeters: 'mm',
  millimetre: 'mm',
  millimetres: 'mm',
  mm: 'mm',
  centimeter: 'cm',
  centimeters: 'cm',
  centimetre: 'cm',
  centimetres: 'cm',
  cm: 'cm',
  meter: 'm',
  meters: 'm',
  metre: 'm',
  metres: 'm',
  m: 'm',
  kilometer: 'km',
  kilometers: 'km',
  kilometre: 'km',
  kilometres: 'km',
  km: 'km',
  mile: 'mi',
  miles: 'mi',
  inch: 'in',
  inches: 'in',
  foot: 'ft',
  feet: 'ft',
  ft: 'ft',
  gram: 'g',
  grams: 'g',
  g: 'g',
  kilogram: 'kg',
  kilograms: 'kg',
  kg: 'kg',
  lb: 'lb',
  lbs: 'lb',
  ton: 't',
  tons: 't',
  tonnes: 't',
  dollar: '$',
  dollars: '$',
  usd: '$',
  $: '$',
  euro: '€',
  euros: '€',
  eur: '€',
  '€': '€',
  pound: '£',
  pounds: '£',
  '£': '£',
  percent: '%',
  '%': '%',
  degree: '°',
  degrees: '°',
  '°': '°',
  liters: 'l',
  litres: 'l',
  l: 'l',
  'm²': 'm²',
  m2: 'm²',
  sqm: 'm²',
  'm³': 'm³',
  m3: 'm³',
}

/** Words for units in German, folded (`foldText`), to their symbols. */
export const germanUnits: Readonly<Record<string, string>> = {
  millisekunde: 'ms',
  millisekunden: 'ms',
  ms: 'ms',
  sekunde: 's',
  sekunden: 's',
  s: 's',
  minute: 'min',
  minuten: 'min',
  min: 'min',
  stunde: 'h',
  stunden: 'h',
  h: 'h',
  tag: 'd',
  tage: 'd',
  tagen: 'd',
  millimeter: 'mm',
  millimetern: 'mm',
  mm: 'mm',
  zentimeter: 'cm',
  zentimetern: 'cm',
  cm: 'cm',
  meter: 'm',
  metern: 'm',
  m: 'm',
  kilometer: 'km',
  kilometern: 'km',
  km: 'km',
  meile: 'mi',
  meilen: 'mi',
  gramm: 'g',
  g: 'g',
  kilogramm: 'kg',
  kilo: 'kg',
  kg: 'kg',
  tonne: 't',
  tonnen: 't',
  dollar: '$',
  usd: '$',
  $: '$',
  euro: '€',
  eur: '€',
  '€': '€',
  pfund: '£',
  '£': '£',
  prozent: '%',
  '%': '%',
  grad: '°',
  '°': '°',
  liter: 'l',
  l: 'l',
  quadratmeter: 'm²',
  quadratmetern: 'm²',
  qm: 'm²',
  'm²': 'm²',
  m2: 'm²',
  kubikmeter: 'm³',
  kubikmetern: 'm³',
  'm³': 'm³',
  m3: 'm³',
}

/** Signs that stand in data and in names of columns, but are no words of a question. */
const dataUnits: Readonly<Record<string, string>> = {
  us$: '$',
  gbp: '£',
  '¥': '¥',
  jpy: '¥',
  chf: 'CHF',
  ml: 'ml',
  cl: 'cl',
  mg: 'mg',
  µm: 'µm',
  km2: 'km²',
  'km²': 'km²',
  cm2: 'cm²',
  'cm²': 'cm²',
  mm2: 'mm²',
  'mm²': 'mm²',
  'km/h': 'km/h',
  kmh: 'km/h',
  mph: 'mph',
  kw: 'kW',
  kwh: 'kWh',
  mw: 'MW',
  hz: 'Hz',
  mhz: 'MHz',
  ghz: 'GHz',
  kb: 'kB',
  mb: 'MB',
  gb: 'GB',
  '°c': '°C',
  '°f': '°F',
  kn: 'kN',
}

const symbols = new Map<string, string>(
  [dataUnits, germanUnits, englishUnits].flatMap((units) => Object.entries(units)),
)

/** Symbol of a unit word in either language (`Millimeter` → `mm`, `EUR` → `€`); undefined when it is none. */
export function toUnit(word: string): string | undefined {
  const trimmed = word.trim()
  if (trimmed === '' || trimmed.length > maxUnitLength) return undefined
  return (
    symbols.get(trimmed) ??
    symbols.get(trimmed.normalize('NFC').toLowerCase()) ??
    symbols.get(foldText(trimmed))
  )
}

/**
 * Unit that a column's name states: its last word (`length_mm`, `Running Time min`) or what stands in brackets at its
 * end (`Länge [mm]`, `price (EUR)`). A single word is a name and no unit.
 */
export function unitOfName(name: string): string | undefined {
  const [, bracketed] = bracketPattern.exec(name) ?? []
  if (bracketed !== undefined) return toUnit(bracketed.replace(/^in /iu, ''))
  const words = splitWords(name)
  return words.length < 2 ? undefined : toUnit(words.at(-1)!)
}
