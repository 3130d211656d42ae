import { unexpected, unsupported } from './errors.js'
import { lexSql, type Token } from './lex-sql.js'

/** Words that end a name: they need quotes to be one. */
const reserved = new Set(
  'select from where group order by having limit union except intersect join left right full inner outer cross natural on using window and or not in is null like glob regexp match between isnull notnull as distinct all case when then else end exists escape collate cast with values'.split(
    ' ',
  ),
)

/** Reads tokens one after the other. Keywords are given in lower case and found in any. */
export class TokenReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(readonly sql: string) {
    this.#tokens = lexSql(sql)
  }

  get token(): Token {
    return this.#tokens[this.#at]!
  }

  get next(): Token {
    return this.#tokens[this.#at + 1] ?? this.token
  }

  /** Where the token before this one ended. */
  get lastEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0
  }

  advance(): Token {
    const { token } = this
    if (token.kind !== 'end') this.#at++
    return token
  }

  isWord(...words: readonly string[]): boolean {
    return this.token.kind === 'word' && words.includes(this.token.value.toLowerCase())
  }

  isSymbol(...symbols: readonly string[]): boolean {
    return this.token.kind === 'symbol' && symbols.includes(this.token.value)
  }

  takeWord(...words: readonly string[]): boolean {
    const found = this.isWord(...words)
    if (found) this.advance()
    return found
  }

  takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol)
    if (found) this.advance()
    return found
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word.toUpperCase())
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(`"${symbol}"`)
  }

  isEnd(): boolean {
    return this.token.kind === 'end'
  }

  isName(): boolean {
    return this.token.kind === 'quoted' || (this.token.kind === 'word' && !this.isReserved())
  }

  expectName(what: string): string {
    if (this.isName()) return this.advance().value
    throw this.unexpected(what, this.isReserved() ? 'Write such a name in double quotes.' : undefined)
  }

  /** Behind a dot any word is a name. */
  expectNamePart(): string {
    if (this.token.kind === 'word') return this.advance().value
    return this.expectName('a name')
  }

  isReserved(): boolean {
    return this.token.kind === 'word' && reserved.has(this.token.value.toLowerCase())
  }

  unexpected(expected: string, hint?: string) {
    const { kind, value, start, end } = this.token
    const shown = kind === 'word' ? value : this.sql.slice(start, Math.min(end, start + 40))
    return unexpected(this.sql, start, kind === 'end' ? 'the end of the text' : `"${shown}"`, expected, hint)
  }

  unsupported(construct: string, hint?: string) {
    return unsupported(this.sql, this.token.start, construct, hint)
  }
}
