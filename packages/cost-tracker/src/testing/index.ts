export { createCostStoreChecks } from './cost-store-checks.js'
export { createRandomLedger } from './random-ledger.js'
export { type SimulationOptions, type SimulationReport, simulateBudgets } from './simulate.js'
