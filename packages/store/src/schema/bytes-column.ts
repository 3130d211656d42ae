import { customType } from 'drizzle-orm/sqlite-core'

/** A BLOB column as `Uint8Array`; drizzle's own gives a Node `Buffer`. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'blob' })
