export { createCostStoreChecks } from './cost-store-checks.js'
export { type SimulationOptions, type SimulationReport, simulateBudgets } from './simulate.js'
