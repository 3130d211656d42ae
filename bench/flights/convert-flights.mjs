// flights-3m.parquet of vega-datasets as one JSON array with the fields of its flights-20k.json, a row group at a
// time, so that memory does not grow with the file:
//   node bench/flights/convert-flights.mjs --out bench/data
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { decompress } from 'fzstd'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'

const source = fileURLToPath(new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets')))
const rowsAtOnce = 50_000

/** `2001/01/01 00:47`: the times are local ones, kept as if they were UTC. */
function toDateText(date) {
  const [day, time] = date.toISOString().split('T')
  return `${day.replaceAll('-', '/')} ${time.slice(0, 5)}`
}

const toRecord = ({ date, delay, distance, origin, destination }) =>
  JSON.stringify({
    date: date === null ? null : toDateText(date),
    delay: delay === null ? null : Number(delay),
    distance: distance === null ? null : Number(distance),
    origin,
    destination,
  })

/** Writes `flights-3m.json` into a folder, unless it is there, and gives its path. An interrupted run leaves no half file under that name. */
export async function convertFlights(folder) {
  const path = join(folder, 'flights-3m.json')
  if (await stat(path).catch(() => undefined)) return path
  await mkdir(folder, { recursive: true })
  const parquet = await asyncBufferFromFile(source)
  const metadata = await parquetMetadataAsync(parquet)
  const unfinished = `${path}.${process.pid}`
  const file = await open(unfinished, 'w')
  try {
    let rowStart = 0
    await file.write('[')
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const rows = await parquetReadObjects({
        file: parquet,
        metadata,
        rowStart,
        rowEnd,
        compressors: { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) },
      })
      for (let start = 0; start < rows.length; start += rowsAtOnce) {
        const text = rows
          .slice(start, start + rowsAtOnce)
          .map(toRecord)
          .join(',\n')
        await file.write(rowStart + start === 0 ? text : `,\n${text}`)
      }
      rowStart = rowEnd
    }
    await file.write(']\n')
    await file.close()
    await rename(unfinished, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(unfinished, { force: true })
    throw error
  }
  return path
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: fileURLToPath(new URL('../data', import.meta.url)) } },
  })
  const path = await convertFlights(resolve(values.out))
  const { size } = await stat(path)
  console.log(`${path}  ${(size / 1e6).toFixed(0)} MB`)
}
