import audited from './audited-golds.json' with { type: 'json' }

/** What reading 200 golds of *fit* by hand, each against its table, said of them. */
export function noiseOf(): string {
  const verdicts: string[] = Object.values(audited)
  const count = (verdict: string) => verdicts.filter((other) => other === verdict).length
  return `
Of ${verdicts.length} gold answers of *fit*, sampled by a fixed seed and checked by hand against their tables, ${count('wrong')} are wrong
and ${count('unclear')} cannot be decided from the table; the verdicts are in \`packages/core/test/wikitables/audited-golds.json\`.`
}
