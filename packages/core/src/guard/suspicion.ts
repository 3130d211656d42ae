/** Signals for the audit, by name. They never change a question, a name or data. Each pattern is linear in its input. */
const patterns: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: 'instruction-override',
    pattern:
      /\b(?:ignore|disregard|forget|vergiss|ignoriere)\s+(?:all\s+|alle\s+)?(?:previous|prior|above|vorherigen|bisherigen)\b/i,
  },
  { name: 'role-play', pattern: /\b(?:you are now|act as|system prompt|du bist jetzt)\b/i },
  { name: 'budget-change', pattern: /\b(?:raise|increase|erhöhe)\s+(?:the\s+|das\s+)?budget\b/i },
  { name: 'bidi-control', pattern: /[\u202A-\u202E\u2066-\u2069]/ },
  { name: 'invisible', pattern: /[\u200B\u2060\uFEFF\u{E0000}-\u{E007F}]/u },
]

/** Names of the suspicious patterns in a text that a caller passed. */
export function findSuspicion(text: string): readonly string[] {
  return patterns.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name)
}
