export { type Check, expectCode, expectSame } from './check.js'
export { createSegmentStoreChecks } from './segment-store-checks.js'
export { createSqlDriverChecks } from './sql-driver-checks.js'
