// Another process that opens the database, reads, and really closes it (`exec` leaves no statement open).
import Database from 'libsql'

const database = new Database(process.argv[2] ?? '')
database.exec('SELECT count(*) FROM rows')
database.close()
process.stdout.write('done\n')
