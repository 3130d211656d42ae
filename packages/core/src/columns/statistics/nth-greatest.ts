/**
 * The `nth` greatest (1: the greatest) of the first `size` numbers, which are at least as many; each with the one that
 * `more` adds to it, where there is one. No copy of them is made.
 */
export function findNthGreatest(
  numbers: Float64Array,
  size: number,
  nth: number,
  more = new Float64Array(0),
): number {
  // A heap of the greatest so far, the least of them at its root.
  const heap = new Float64Array(nth).fill(Number.NEGATIVE_INFINITY)
  for (let i = 0; i < size; i++) {
    const number = i < more.length ? numbers[i]! + more[i]! : numbers[i]!
    if (number > heap[0]!) replaceRoot(heap, number)
  }
  return heap[0]!
}

function replaceRoot(heap: Float64Array, number: number): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= number) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = number
}
