// The least driver of a libSQL server, over its HTTP protocol (Hrana 3): for the tests of this package only.

const encode = (value) => {
  if (value === null) return { type: 'null' }
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { type: 'integer', value: String(value) } : { type: 'float', value }
  }
  return { type: 'text', value }
}

const decode = ({ type, value }) => {
  if (type === 'null') return null
  if (type !== 'integer') return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value)
}

const maxRequests = 2

/** A SqlDriver over `http://host:port`. A busy server is asked again: its answer says that nothing was done. */
export function createHranaDriver(url) {
  let running = 0
  const queue = []

  async function takeTurn(work) {
    if (running >= maxRequests) await new Promise((resolve) => queue.push(resolve))
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      queue.shift()?.()
    }
  }

  async function send(requests) {
    const response = await fetch(`${url}/v2/pipeline`, {
      method: 'POST',
      body: JSON.stringify({ requests: [...requests, { type: 'close' }] }),
      signal: AbortSignal.timeout(60_000),
    })
    if (!response.ok) throw new Error(`the server answered ${response.status}: ${await response.text()}`)
    const { results } = await response.json()
    for (const result of results) if (result.type === 'error') throw new Error(result.error.message)
    return results.map((result) => result.response.result)
  }
  const toStatement = ({ sql, args }) => ({ sql, args: args.map(encode) })

  /** BEGIN IMMEDIATE, each statement if the one before it worked, COMMIT, else ROLLBACK: one request. */
  async function runBatch(batch) {
    const steps = [
      { sql: 'BEGIN IMMEDIATE', args: [] },
      ...batch.map(toStatement),
      { sql: 'COMMIT', args: [] },
    ]
    const conditional = steps.map((stmt, index) => ({
      stmt,
      ...(index === 0 ? {} : { condition: { type: 'ok', step: index - 1 } }),
    }))
    conditional.push({
      stmt: { sql: 'ROLLBACK', args: [] },
      condition: { type: 'not', cond: { type: 'ok', step: steps.length - 1 } },
    })
    const [result] = await send([{ type: 'batch', batch: { steps: conditional } }])
    const error = result.step_errors.slice(0, steps.length).find((found) => found !== null)
    if (error) throw new Error(error.message)
    return result.step_results.slice(1, steps.length - 1).map((step) => step.affected_row_count)
  }

  async function askAgain(work) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await takeTurn(work)
      } catch (error) {
        if (tries >= 100 || !/busy|locked|429/i.test(error.message)) throw error
        await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20 * Math.min(tries, 10)))
      }
    }
  }

  return {
    name: url,
    limits: { maxParameters: 32_766, maxStatementBytes: 1_000_000, maxRowBytes: 1_000_000_000 },
    async read(statement) {
      const [result] = await askAgain(() => send([{ type: 'execute', stmt: toStatement(statement) }]))
      return result.rows.map((row) =>
        Object.fromEntries(result.cols.map((column, index) => [column.name, decode(row[index])])),
      )
    },
    write: (batch) => askAgain(() => runBatch(batch)),
    async close() {},
  }
}
