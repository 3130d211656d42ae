/** The `nth` greatest (1: the greatest) of `size` numbers, which are at least as many. No copy of them is made. */
export function findNthGreatest(size: number, numberAt: (i: number) => number, nth: number): number {
  // A heap of the greatest so far, the least of them at its root.
  const heap = new Float64Array(nth).fill(Number.NEGATIVE_INFINITY)
  for (let i = 0; i < size; i++) {
    const value = numberAt(i)
    if (value > heap[0]!) replaceRoot(heap, value)
  }
  return heap[0]!
}

function replaceRoot(heap: Float64Array, value: number): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= value) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = value
}
