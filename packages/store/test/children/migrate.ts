// Opens a database with many migrations until it is killed or done. Arguments: database file, the steps as JSON.
import type { Migration } from '@assay/store'
import { openDatabase } from '@assay/store/node'

const [path = '', text = '[]'] = process.argv.slice(2)
const steps: Migration[] = JSON.parse(text)
process.stdout.write('ready\n')
await (await openDatabase({ path, migrations: steps })).close()
