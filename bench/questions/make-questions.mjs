import { createRandom } from '@assay/examples/random.mjs'

// Forms of questions with places to fill: a column of a kind (`{numbers}`), the same again (`{numbers}`), another one
// (`{numbers2}`), a value of a column of a kind (`{=cities}`), a number (`{n}`), a year (`{year}`).
const forms = {
  en: [
    'How many deliveries have {cities} {=cities}?',
    'how many deliveries are there',
    'How many deliveries in {=cities} have a {numbers} over {n}?',
    'average {numbers} per {kinds}',
    'What is the total {numbers} of deliveries with {countries} {=countries}?',
    'median {numbers} of deliveries whose {kinds} is {=kinds}',
    'Which delivery has the highest {numbers}?',
    'second lowest {numbers}',
    'top 5 deliveries by {numbers}',
    'which {cities} has the most deliveries',
    'Which {countries} has the highest average {numbers}?',
    'what percentage of deliveries with {countries} {=countries} has {kinds} {=kinds}',
    'how many more deliveries have {kinds} {=kinds} than {=kinds}',
    'list the {names} of deliveries with {numbers} between {n} and {n2}',
    'How many deliveries have {dates} after {year}?',
    'how many deliveries were {dates} between March {year} and May {year}',
    'what is the {numbers} of {=names}?',
    'Which delivery is listed after {=names}?',
    'Who came before {=names}?',
    'Is {=names} or {=names} longer?',
    'which had more {numbers}, {=names} or {=names}',
    'how many deliveries have no {kinds}',
    'how many deliveries are not in {=cities}',
    'How many deliveries are {flags}?',
    'deliveries per {countries} and {kinds}',
    'which deliveries have the same {cities} as {=names}',
    'which deliveries have more {numbers} than {=names}',
    'how many different {cities} are there',
    'the only delivery with {cities} {=cities} and {kinds} {=kinds}',
    'what is the difference in {numbers} between {=names} and {=names}',
    'how many deliveries have a {numbers} of at least {n} and a {numbers2} below {n2}',
    'show me the {names} and {cities} of deliveries that are {=kinds}',
    'is there a delivery with {numbers} over {n}',
    'How many deliveries are from {=countries} or {=countries}?',
    'what is the first {dates}',
    'who has the last {dates}',
    'how many deliveries have a city',
    'what is the weight of the heaviest delivery in {=cities}',
    'which status is most frequent',
    'how many purple deliveries are there',
    'why is the {numbers} of {=names} so low',
    'how many {cities} {=cities} deliveires hav a {numbers} ovr {n}',
    'how many deliveries mention {=names} Unlimited Holdings in their remarks',
    'what is the weather in {=cities}',
    'Could you please tell me how many of all the deliveries that have the {cities} {=cities} and the {countries} {=countries} and a {numbers} of more than {n} and a {numbers2} of less than {n2} and that were {dates} after {year} have the {kinds} {=kinds} or {=kinds}?',
    'how many deliveries with name {=names} and name {=names} and city {=cities} and city {=cities} and status {=kinds} and price over {n} and rating over {n2} and weight over {n} and country {=countries} and status {=kinds}',
    'list all deliveries with {=cities}, {=cities}, {=cities}, {=cities}, {=cities} or {=cities}',
    'how many deliveries with {n} {n2} {n} {n2} {n} {n2}',
  ],
  de: [
    'Wie viele Einträge haben {cities} {=cities}?',
    'wie viele Einträge gibt es',
    'Wie viele Einträge in {=cities} haben {numbers} über {n}?',
    'durchschnittliche {numbers} pro {kinds}',
    'Summe von {numbers} der Einträge mit {countries} {=countries}',
    'Median von {numbers} je {kinds}',
    'Welcher Eintrag hat die höchste {numbers}?',
    'zweitniedrigste {numbers}',
    'die 5 Einträge mit den höchsten {numbers}',
    'Welcher {cities} hat die meisten Einträge?',
    'Wie viel Prozent der Einträge mit {countries} {=countries} haben {kinds} {=kinds}?',
    'Wie viele Einträge mehr haben {kinds} {=kinds} als {=kinds}?',
    'Liste die {names} der Einträge mit {numbers} zwischen {n} und {n2}',
    'Wie viele Einträge haben {dates} nach {year}?',
    'Wie viele Einträge hatten {dates} zwischen März {year} und Mai {year}?',
    'Was ist die {numbers} von {=names}?',
    'Welcher Eintrag steht nach {=names}?',
    'Wer kam vor {=names}?',
    'Ist {=names} oder {=names} breiter?',
    'Wie viele Einträge haben keinen {kinds}?',
    'Wie viele Einträge sind nicht in {=cities}?',
    'Wie viele Einträge sind {flags}?',
    'Einträge pro {countries} und {kinds}',
    'Welche Einträge haben den gleichen {cities} wie {=names}?',
    'Wie viele verschiedene {cities} gibt es?',
    'Was ist der Unterschied der {numbers} zwischen {=names} und {=names}?',
    'Wie viele Einträge haben {numbers} von mindestens {n} und {numbers2} unter {n2}?',
    'Zeige {names} und {cities} der Einträge mit {=kinds}',
    'Gibt es einen Eintrag mit {numbers} über {n}?',
    'Wie viele Einträge kommen aus {=countries} oder {=countries}?',
    'Wie breit ist der breiteste Eintrag in {=cities}?',
    'Welcher Zustand ist am häufigsten?',
    'Wie viele lila Einträge gibt es?',
    'Warum ist {numbers} von {=names} so niedrig?',
    'Wie viele Eintrage mit {cities} {=cities} habn {numbers} ueber {n}?',
    'Wie wird das Wetter in {=cities}?',
    'Wie viele Donaudampfschifffahrtsgesellschaftskapitäne gibt es?',
    'Wie viele Lagerortzustände gibt es in {=cities}?',
    'Kannst du mir bitte sagen, wie viele von allen Einträgen mit {cities} {=cities} und {countries} {=countries} und {numbers} von mehr als {n} und {numbers2} von weniger als {n2}, die {dates} nach {year} haben, {kinds} {=kinds} oder {=kinds} haben?',
    'Wie viele Einträge mit Bezeichnung {=names} und Ort {=cities} und Ort {=cities} und Zustand {=kinds} und Betrag über {n} und Dauer über {n2} und Breite über {n} und Land {=countries} gibt es?',
  ],
}

const repetitions = 3

/** Some hundred questions about a made-up table, of all forms, answerable or not; always the same for a seed. */
export function makeQuestions(columns, values, seed) {
  const random = createRandom(seed)
  const pick = (list) => list[random.below(list.length)]
  return Object.entries(forms).flatMap(([language, list]) =>
    Array.from({ length: repetitions }, () => list)
      .flat()
      .map((form) =>
        fill(
          form,
          columns.filter((column) => column.language === language),
          values,
          random,
          pick,
        ),
      ),
  )
}

function fill(form, columns, values, random, pick) {
  const taken = new Map()
  return form.replace(/\{(=?)([a-z]+)(2?)\}/gu, (whole, isValue, kind) => {
    if (kind === 'n') return String(random.below(5000))
    if (kind === 'year') return String(2020 + random.below(6))
    const column = pick(columns.filter((one) => one.kind === kind))
    if (isValue !== '') return String(pick(values.get(column.name)))
    const known = taken.get(whole) ?? column.words
    taken.set(whole, known)
    return known
  })
}
