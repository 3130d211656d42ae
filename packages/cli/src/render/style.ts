import picocolors from 'picocolors'

type Paint = (text: string) => string

/** Colours by meaning; every one is the identity where colours are not wanted. */
export interface Style {
  readonly strong: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly caution: Paint
  readonly bad: Paint
  readonly accent: Paint
}

/** Colours only on terminals, never under `NO_COLOR` (no-color.org) or on a dumb terminal. */
export function createStyle(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const isWanted = isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  const colors = picocolors.createColors(isWanted)
  return {
    strong: colors.bold,
    dim: colors.dim,
    good: colors.green,
    caution: colors.yellow,
    bad: colors.red,
    accent: colors.cyan,
  }
}
