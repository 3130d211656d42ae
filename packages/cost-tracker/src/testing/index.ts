export { type SimulationOptions, type SimulationReport, simulateBudgets } from './simulate.js'
