/** Bounds what is under way to another thread: `take` waits while it is more than `most`. */
export class Credit {
  #used = 0
  #resume = (): void => {}

  constructor(private readonly most: number) {}

  /** So much more is under way. */
  async take(amount: number): Promise<void> {
    this.#used += amount
    while (this.#used > this.most) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve
      })
    }
  }

  /** So much has arrived. */
  give(amount: number): void {
    this.#used -= amount
    this.#resume()
  }
}
