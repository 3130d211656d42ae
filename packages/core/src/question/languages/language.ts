import type { MeasureName } from '../constituent.js'
import type { DateUnit } from '../dates.js'
import type { QuestionTexts } from './question-texts.js'

export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'

/** What a word or phrase does in a question. `dimension`: the word also says which quantity it means (`longer`). */
export type Meaning =
  /**
   * `asks`: it begins the question (`how many`); `times`: it counts rows, whatever follows; `total`: where what follows
   * is an amount it adds up (`total number of wins`).
   */
  | { readonly kind: 'count'; readonly asks?: true; readonly times?: true; readonly total?: true }
  | { readonly kind: 'measure'; readonly fn: MeasureName }
  /** `what percentage of`: how many of the rows meet a condition. */
  | { readonly kind: 'share' }
  /** `among`: of which rows the share is. */
  | { readonly kind: 'among' }
  /** `how many more … than`; `asks` whether there are more instead of by how many. */
  | { readonly kind: 'more'; readonly whether?: true }
  | { readonly kind: 'than' }
  | { readonly kind: 'distinct' }
  /** `one`: for one of perhaps several (`name a`). */
  /** `dimension`: it also says which quantity is asked for (`how long`). */
  | {
      readonly kind: 'ask'
      readonly form: 'which' | 'what' | 'list'
      readonly one?: true
      readonly person?: true
      readonly dimension?: string
    }
  | { readonly kind: 'exists' }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly dimension?: string }
  /** Stands after its number: `60 or more`. */
  | { readonly kind: 'compare-after'; readonly op: CompareOp }
  | { readonly kind: 'between' }
  /** Behind a quantity it says of what (`2 m wide`, `30 years old`). */
  | { readonly kind: 'dimension'; readonly dimension: string }
  | { readonly kind: 'and' }
  | { readonly kind: 'or' }
  | { readonly kind: 'not' }
  /** `without`: the column has no value. */
  | { readonly kind: 'blank' }
  /** `no`, `kein`: before a column it is `blank`, before a value `not`. */
  | { readonly kind: 'no' }
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'group' }
  /** `most`, `fewest`: of rows, or of a numeric column. */
  | { readonly kind: 'most'; readonly descending: boolean; readonly place?: number }
  | { readonly kind: 'frequent'; readonly descending: boolean; readonly place?: number }
  | {
      readonly kind: 'superlative'
      readonly descending: boolean
      readonly dimension?: string
      /** Which place in the order; the first unless told. */
      readonly place?: number
    }
  | { readonly kind: 'top'; readonly descending: boolean }
  /** `first`, `last`: of the rows' order or in time; `by`: of the one alone (`listed first`, `oldest`, `last place`). */
  | { readonly kind: 'end'; readonly last: boolean; readonly by?: 'order' | 'time' | 'place' }
  /** `after`, `since`: where a date ends or begins a time. */
  | { readonly kind: 'date-bound'; readonly op: 'lt' | 'le' | 'gt' | 'ge' }
  /** `next after`, `listed before`: the row beside another. */
  | { readonly kind: 'beside'; readonly after: boolean }
  /** `more`, `higher`: of two that are named, or than one that is. */
  | { readonly kind: 'comparative'; readonly descending: boolean; readonly dimension?: string }
  /** `difference`, `how many more`. */
  | { readonly kind: 'difference' }
  /** `same … as`. */
  | { readonly kind: 'same' }
  | { readonly kind: 'as' }
  /** `the only`: there is one. */
  | { readonly kind: 'only' }

/** A suffix that an inflected form may have: `-ies` stands for `-y`. The rest keeps at least `minRest` letters. */
export interface InflectionRule {
  readonly suffix: string
  readonly replaceBy: string
  readonly minRest: number
}

/** Everything of one language that the shared grammar reads. Words are folded (`foldText`), phrases single-spaced. */
export interface LanguageData {
  readonly code: string
  /** Carry no content anywhere. */
  readonly functionWords: readonly string[]
  /** Of the function words those before a thing that was not named yet (`a`): it is not what is asked for. */
  readonly indefinites: readonly string[]
  /** Of the function words those before a thing that is known (`the`, `this`), and verbs before a subject (`did`). */
  readonly definites: readonly string[]
  readonly haveVerbs: readonly string[]
  /** Say that somebody or something is somewhere, where a preposition says where (`who lives in Bern`). */
  readonly stayVerbs: readonly string[]
  /** Of these, before a subject whose verb stands behind it. */
  readonly doVerbs: readonly string[]
  /** Before a noun they ask what it is called. */
  readonly nameOf: readonly string[]
  /** Carry no content inside a sentence, but ask when they begin one. */
  readonly innerFunctionWords: readonly string[]
  /** Begin a yes/no question when they come first. */
  readonly questionVerbs: readonly string[]
  /** Say that what is asked for is one (`what is the …`). */
  readonly singularVerbs: readonly string[]
  /** Carry no content where the data has nothing of their kind (`listed`, `received`). */
  readonly lightWords: readonly string[]
  /** Verbs that carry nothing beside the amount or name that is asked for (`scored`), where the data has none of them. */
  readonly lightVerbs: readonly string[]
  /** Forms of verbs whose amount a column may state (`sold` in `Copies sold`), in names of whatever language. */
  readonly amountVerbs: readonly (readonly string[])[]
  /** Of these, those that say of whom nothing else is named that it came first (`which team won`). */
  readonly winVerbs: readonly string[]
  /** Verbs that say no more than that there was the thing (`released`), where the data has none of them. */
  readonly eventVerbs: readonly string[]
  /** Verbs that in the passive (behind one of the `auxiliaries`) say no more than that there was the thing (`were held`). */
  readonly passives: { readonly auxiliaries: readonly string[]; readonly verbs: readonly string[] }
  /** Phrases before the last of the best places that are meant (`in the top`). */
  readonly placeBounds: readonly string[]
  /** Carry nothing beside a word for the row after another (`the next town after Oslo`). */
  readonly nextWords: readonly string[]
  /** Words of comparisons that before a thing which is known say only to what it belongs (`under the publisher`). */
  readonly plainPrepositions: readonly string[]
  /** Before a number they say no more than the number (`only two`). */
  readonly exactWords: readonly string[]
  /** Words that add up what several have. */
  readonly combineWords: readonly string[]
  /** Padding that says that all are added up. */
  readonly totalPhrases: readonly string[]
  /** Words that say that the order of the rows is meant (`on the list`). */
  readonly listWords: readonly string[]
  /** Question words that ask for a column by what it holds: one of these names, dates, or what tells rows apart. */
  readonly roles: readonly {
    readonly words: readonly string[]
    readonly names: readonly string[]
    readonly orElse?: 'date' | 'label'
  }[]
  /** Whom a table may be about: with an article inside a sentence they carry no more than "they" where the data has none. */
  readonly subjectNouns: readonly string[]
  /** Beside a column's name they say that it is one (`the year column`). */
  readonly columnNouns: readonly string[]
  /** Of these, the first has the least (`first in run 2`). */
  readonly lesserNouns: readonly string[]
  /** Politeness and padding. */
  readonly fillers: readonly string[]
  /** Before a column they say that it has a value (`with`, `have`). */
  readonly presenceWords: readonly string[]
  /** `type`, `kind`: no content directly before a value. */
  readonly kindNouns: readonly string[]
  readonly lexicon: readonly { readonly phrases: readonly string[]; readonly meaning: Meaning }[]
  /** First part of a compound that holds an operation (`Gesamtlänge`). */
  readonly operationPrefixes: readonly {
    readonly prefix: string
    readonly fn: MeasureName
  }[]
  /** Nouns that mean the rows of whatever table. */
  readonly rowNouns: readonly string[]
  /** Nouns for what is said of a row, which never stand for the row itself (`date`, `amount`). */
  readonly propertyNouns: readonly string[]
  /** Nouns of which a cell holds the number, so that they are never counted as rows (`wins`). */
  readonly amountNouns: readonly string[]
  /** Endings of words that describe a noun (`Japanese`, `tallest`). */
  readonly adjectiveSuffixes: readonly string[]
  /** Nouns that stand for the row only where it is called by nothing but its name. */
  readonly placeNouns: readonly string[]
  /** Name words that a dimension of the lexicon may stand for. */
  readonly dimensions: Readonly<Record<string, readonly string[]>>
  /** Prepositions that say what kind of column a value is in, and what kind it is not in. */
  readonly relations: readonly {
    readonly words: readonly string[]
    readonly names: readonly string[]
    readonly opposites: readonly string[]
    /** It also stands for a genitive: what follows may be what a row is called. */
    readonly isGenitive?: true
  }[]
  /** A word of the question (stem) may mean a column or table whose name has one of `names`, whatever its language. */
  readonly synonyms: readonly { readonly words: readonly string[]; readonly names: readonly string[] }[]
  /** Phrases (folded) for what data calls by one of `names`, whole texts in whatever language (`American`: `USA`). */
  readonly aliases: readonly { readonly words: readonly string[]; readonly names: readonly string[] }[]
  /** Nouns that are counted in several columns (`medals` in `Gold`, `Silver`, `Bronze`) and together in one (`Total`). */
  readonly countedNouns: readonly {
    readonly words: readonly string[]
    readonly parts: readonly string[]
    readonly wholes: readonly string[]
  }[]
  readonly numbers: {
    readonly decimal: string
    readonly group: string
    readonly words: Readonly<Record<string, string>>
    /** Stems of words that say which place in an order (`second`, `zweit`), from the second on. */
    readonly ordinals: Readonly<Record<string, number>>
    /** Powers of ten. */
    readonly magnitudes: Readonly<Record<string, number>>
  }
  /** Word → unit symbol (`minutes` → `min`). */
  readonly units: Readonly<Record<string, string>>
  readonly dates: {
    /** Names and short forms of the months, in their order. */
    readonly months: readonly (readonly string[])[]
    /** `3/4/2024` is the third of April; else it is taken only where one order is a date. */
    readonly dayFirst: boolean
    /** Between a day and its month. */
    readonly joins: readonly string[]
    readonly units: Readonly<Record<string, DateUnit>>
    /** Phrases that name a unit by how far it is from the present one. */
    readonly relative: Readonly<Record<string, { readonly unit: DateUnit; readonly offset: number }>>
    /** Before an amount of units they mean the time up to now (`last 30 days`). */
    readonly past: readonly string[]
    /** Before the end of a time whose beginning was said. */
    readonly until: readonly string[]
  }
  /** Names of year columns. */
  readonly yearNames: readonly string[]
  /** Names of columns that say to what rows belong (`team`, `supplier`), which is one for many of them. */
  readonly groupNames: readonly string[]
  /** Names of columns that say of how many things a row is. */
  readonly pieceNames: readonly string[]
  /** Words beside the verb in names of columns that say when (`ordered_at`). */
  readonly timePrepositions: readonly string[]
  /** Folded texts of columns that say whether (`yes`). */
  readonly whetherTexts: readonly string[]
  /** Words of names of columns that say when something began which goes on (`hired`, `Start date`). */
  readonly startNames: readonly string[]
  /** Names of columns that state the place which a row came in. */
  readonly placeNames: readonly string[]
  /** Verbs before such a place (`finished second`), and nouns behind it (`second place`). */
  readonly placeVerbs: readonly string[]
  readonly placeSpots: readonly string[]
  /** Names of columns in which 1 is the highest. */
  readonly rankNames: readonly string[]
  /** Words (folded) that, before a date, bound it instead of naming it. */
  readonly dateBounds: readonly string[]
  readonly inflection: {
    readonly rules: readonly InflectionRule[]
    /** Endings of words that describe rather than name (`delayed`, `rating`). */
    readonly verbSuffixes: readonly string[]
    /** Forms without such an ending that say what was done (`built`, `gebaut`). */
    readonly participles: readonly string[]
    /** From a verb's stem to the noun of its agent in a column's name (`direct` ↔ `director`). */
    readonly agentSuffixes: readonly string[]
    readonly irregular: Readonly<Record<string, string>>
    /** Endings of a noun for several; `capital`: only when written as a noun. */
    readonly plurals: readonly { readonly suffix: string; readonly capital: boolean }[]
    /** Nouns may be joined into one word. */
    readonly compounds: boolean
  }
  readonly texts: QuestionTexts
}
