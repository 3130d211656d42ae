// SQL that Assay and DuckDB both read over a table `records` of flights; `within`: how many times DuckDB's time is allowed.
export const queries = [
  { name: 'filter and count', within: 2, sql: 'SELECT count(*) FROM records WHERE delay > 60' },
  {
    name: 'group and count',
    within: 2,
    sql: 'SELECT origin, count(*) AS flights FROM records GROUP BY origin ORDER BY flights DESC, origin LIMIT 5',
  },
  {
    name: 'average per group',
    within: 2,
    sql: 'SELECT origin, avg(delay) AS delay FROM records GROUP BY origin ORDER BY delay DESC, origin LIMIT 5',
  },
  { name: 'distinct', within: 2, sql: 'SELECT count(DISTINCT destination) FROM records' },
  {
    name: 'two conditions',
    within: 2,
    sql: "SELECT count(*) FROM records WHERE delay > 60 AND origin = 'ORD'",
  },
  {
    name: 'top ten',
    within: 3,
    sql: 'SELECT origin, destination, delay FROM records ORDER BY delay DESC, distance, origin LIMIT 10',
  },
]

/** The join of flights to their airports, each a dataset with a table `records`. */
export const join = {
  name: 'join of airports',
  within: 2,
  sql: 'SELECT a.state, count(*) AS flights FROM flights.records AS f JOIN airports.records AS a ON f.origin = a.iata GROUP BY a.state ORDER BY flights DESC, a.state LIMIT 5',
}

/** Asked of Assay alone, in words. */
export const questions = [
  {
    name: 'question: how many',
    question: 'How many flights were delayed more than 60 minutes?',
    isRight: ({ value }) => value === 152_194,
  },
  {
    name: 'question: which most',
    question: 'Which origin has the most flights?',
    isRight: ({ text }) => text.includes('ORD') && /166.?341/.test(text),
  },
]

export const warmRuns = 7

/** Runs once cold and then warm; gives the times in milliseconds and the last result. */
export async function timeRuns(run) {
  const times = []
  let result
  for (let at = 0; at <= warmRuns; at += 1) {
    const started = performance.now()
    result = await run()
    times.push(performance.now() - started)
  }
  const [coldMs, ...warmMs] = times
  return { coldMs, warmMs, result }
}
