import { addShare, shareBuffers, type TextShare } from './text-shares.js'
import type { IndexedColumn, TextIndex } from './value-index-format.js'
import type { ValueIndexWriter } from './value-index-writer.js'

/** Bytes of shares that may wait for their turn. */
const maxWaiting = 32 * 1024 * 1024

/**
 * Gives an index the texts of columns that are described side by side, one column after the other in their order: it
 * gets the same bytes as from one thread.
 */
export class IndexTurns {
  #turn = 0
  readonly #waiting: TextShare[][]
  readonly #isEnded: boolean[] = []
  #bytes = 0
  #adding = Promise.resolve()
  readonly #resume = new Set<() => void>()

  constructor(
    private readonly index: ValueIndexWriter,
    private readonly columns: readonly IndexedColumn[],
  ) {
    this.#waiting = columns.map(() => [])
  }

  /** A share of the column at a place; waits while too many do, unless it is the column's turn. */
  async add(place: number, share: TextShare): Promise<void> {
    this.#waiting[place]!.push(share)
    this.#bytes += bytesOf(share)
    this.#advance()
    while (place !== this.#turn && this.#bytes > maxWaiting) {
      await new Promise<void>((resolve) => {
        this.#resume.add(resolve)
      })
    }
    if (place === this.#turn) await this.#adding
  }

  /** The index itself, for a column whose turn it is: what comes from this thread needs no copies. */
  ownIndex(place: number): TextIndex | undefined {
    if (place !== this.#turn) return undefined
    const { index } = this
    return {
      addTexts: async (column, texts) => {
        await this.#adding
        await index.addTexts(column, texts)
      },
      addChunk: async (column, group, texts) => {
        await this.#adding
        await index.addChunk(column, group, texts)
      },
    }
  }

  /** The column has no more. */
  end(place: number): void {
    this.#isEnded[place] = true
    this.#advance()
  }

  /** Resolves when all that was told is added. */
  async settled(): Promise<void> {
    await this.#adding
  }

  /** Nobody waits any more. */
  giveUp(): void {
    this.#turn = this.columns.length
    this.#wake()
  }

  #advance(): void {
    while (this.#turn < this.columns.length) {
      const column = this.columns[this.#turn]!
      for (const share of this.#waiting[this.#turn]!.splice(0)) {
        this.#adding = this.#adding.then(async () => {
          await addShare(this.index, column, share)
          this.#bytes -= bytesOf(share)
          this.#wake()
        })
        // Who adds next, or waits for all, is told.
        this.#adding.catch(() => {})
      }
      if (this.#isEnded[this.#turn] !== true) return
      this.#turn += 1
      this.#wake()
    }
  }

  #wake(): void {
    for (const resume of this.#resume) resume()
    this.#resume.clear()
  }
}

function bytesOf(share: TextShare): number {
  return shareBuffers(share).reduce((sum, { byteLength }) => sum + byteLength, 0)
}
