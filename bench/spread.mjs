export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** The value that a share of all do not exceed (nearest rank). */
export const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]

/** `median [least–most]`. */
export function spread(values, digits) {
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map((value) =>
    value.toFixed(digits),
  )
  return least === most ? middle : `${middle} [${least}–${most}]`
}
