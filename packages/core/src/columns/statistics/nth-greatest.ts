/** The `nth` greatest (1: the greatest) of the first `size` numbers, which are at least as many. No copy of them is made. */
export function findNthGreatest(numbers: Float64Array, size: number, nth: number): number {
  // A heap of the greatest so far, the least of them at its root.
  const heap = new Float64Array(nth).fill(Number.NEGATIVE_INFINITY)
  fillHeap(heap, numbers, size)
  return heap[0]!
}

function fillHeap(heap: Float64Array, numbers: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) if (numbers[i]! > heap[0]!) replaceRoot(heap, numbers[i]!)
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
