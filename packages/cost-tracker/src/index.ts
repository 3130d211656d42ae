export type { Bill, ModelCall, ResourceUse } from './bill.js'
export { emptyBill } from './bill.js'
export { formatUsd, parseUsd } from './money.js'
