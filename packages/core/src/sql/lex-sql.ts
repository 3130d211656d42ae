import { unexpected, unsupported } from './errors.js'

/** `word`: bare identifier or keyword. `quoted`: identifier in "…", `…` or […]. `end` closes every list. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'symbol' | 'end'
  /** Without quotes, with doubled quotes undone; numbers and words as they stand. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const space = /[ \t\n\r\f]+|--[^\n]*|\/\*[\s\S]*?\*\//y
const word = /[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*/uy
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const symbol = /\|\||->>|->|<<|>>|<=|>=|<>|!=|==|[-+*/%&|~<>=(),.;]/y
const closing: Readonly<Record<string, string>> = { '"': '"', '`': '`', '[': ']', "'": "'" }

/** Cuts SQL into tokens by SQLite's rules. Comments are white space. SQL_SYNTAX, SQL_UNSUPPORTED. */
export function lexSql(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(sql)?.[0]
  }
  const push = (kind: Token['kind'], value: string, length: number) => {
    tokens.push({ kind, value, start: at, end: at + length })
    at += length
  }
  while (at < sql.length) {
    const skipped = match(space)
    const digits = match(number)
    const name = match(word)
    if (skipped !== undefined) at += skipped.length
    else if (sql.startsWith('/*', at)) throw unexpected(sql, at, 'the end of the text', 'a closing */')
    else if (sql[at]! in closing) pushQuoted()
    else if (digits !== undefined) pushNumber(digits)
    else if (name !== undefined) pushWord(name)
    else pushSymbol()
  }
  push('end', '', 0)
  return tokens

  function pushQuoted(): void {
    const open = sql[at]!
    const close = closing[open]!
    let end = at + 1
    let value = ''
    for (;;) {
      const next = sql.indexOf(close, end)
      if (next < 0) throw unexpected(sql, at, 'the end of the text', `a closing ${close}`)
      value += sql.slice(end, next)
      end = next + 1
      if (open === '[' || sql[end] !== close) break
      value += close
      end++
    }
    push(open === "'" ? 'text' : 'quoted', value, end - at)
  }

  function pushNumber(digits: string): void {
    const after = sql[at + digits.length] ?? ''
    if (/^0$/.test(digits) && /[xX]/.test(after)) throw unsupported(sql, at, 'a hexadecimal number')
    if (/[\p{L}\p{N}_.]/u.test(after)) throw unexpected(sql, at, `"${digits}${after}"`, 'a number')
    push('number', digits, digits.length)
  }

  function pushWord(name: string): void {
    if (/^[xX]$/.test(name) && sql[at + 1] === "'") throw unsupported(sql, at, 'a binary literal')
    push('word', name, name.length)
  }

  function pushSymbol(): void {
    const sign = match(symbol)
    if (sign !== undefined) {
      push('symbol', sign, sign.length)
      return
    }
    const found = String.fromCodePoint(sql.codePointAt(at)!)
    if ('?:@$'.includes(found))
      throw unsupported(sql, at, 'a bound parameter', 'Write the value into the text.')
    throw unexpected(sql, at, `"${found}"`, 'SQL')
  }
}
