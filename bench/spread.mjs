export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** `median [least–most]`. */
export function spread(values, digits) {
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map((value) =>
    value.toFixed(digits),
  )
  return least === most ? middle : `${middle} [${least}–${most}]`
}
